package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends at a constant rate, whatever the service does. Each latency is counted from the moment at which the request was
 * due, so that a stall shows in all the requests that it held up.
 */
record RateLoad(URI target, String pathAndQuery, int connections, double perSecond) implements Load {

    private static final int EVENTS = 256;
    private static final long PAUSE_NANOS = 50_000;
    private static final long GRACE_NANOS = 30_000_000_000L;
    private static final int BAD = 300;

    @Override
    public LoadResult run(Duration duration) throws IOException {
        try (Selector selector = Selector.open()) {
            Run run = new Run(selector, System.nanoTime(), duration.toNanos());
            try {
                run.connect();
                run.sendAll();
                return run.result();
            } finally {
                run.close();
            }
        }
    }

    private List<byte[]> requests() {
        List<byte[]> requests = new ArrayList<>();
        String body = "x".repeat(PerfToolLoad.RECORD_SIZE);
        for (int i = 0; i < EVENTS; i++) {
            String text = "POST " + pathAndQuery + "&eventId=E-" + i + " HTTP/1.1\r\nHost: " + target.getAuthority()
                    + "\r\nContent-Type: text/plain\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
            requests.add(text.getBytes(StandardCharsets.US_ASCII));
        }
        return requests;
    }

    /** One thread for all connections: many would fight with the service for the cores. */
    private final class Run {

        private final Selector selector;
        private final long began;
        private final long total;
        private final List<byte[]> requests = requests();
        private final List<RateConnection> all = new ArrayList<>();
        private final Deque<RateConnection> idle = new ArrayDeque<>();
        private final LatencyCounts latencies = new LatencyCounts();
        private long sent;
        private long good;
        private long refused;
        private long lastAnswer;

        Run(Selector selector, long began, long nanos) {
            this.selector = selector;
            this.began = began;
            this.total = (long) (nanos / 1e9 * perSecond);
        }

        void connect() throws IOException {
            InetSocketAddress address = new InetSocketAddress(target.getHost(), target.getPort());
            for (int i = 0; i < connections; i++) {
                all.add(new RateConnection(address, selector));
            }
            idle.addAll(all);
        }

        void sendAll() throws IOException {
            long deadline = due(total) + GRACE_NANOS;
            while (good + refused < total && System.nanoTime() - deadline < 0) {
                boolean busy = sendDue();
                if (!readAnswers() && !busy) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }

        private long due(long number) {
            return began + (long) (number * 1e9 / perSecond);
        }

        private boolean sendDue() throws IOException {
            boolean any = false;
            while (sent < total && !idle.isEmpty() && due(sent) - System.nanoTime() <= 0) {
                idle.pop().send(requests.get((int) (sent % EVENTS)), due(sent));
                sent++;
                any = true;
            }
            return any;
        }

        private boolean readAnswers() throws IOException {
            boolean any = selector.selectNow() > 0;
            for (SelectionKey key : selector.selectedKeys()) {
                RateConnection connection = (RateConnection) key.attachment();
                int status = connection.read();
                if (status != 0) {
                    lastAnswer = System.nanoTime();
                    latencies.add(lastAnswer - connection.dueNanos());
                    good += status < BAD ? 1 : 0;
                    refused += status < BAD ? 0 : 1;
                    idle.push(connection);
                }
            }
            selector.selectedKeys().clear();
            return any;
        }

        LoadResult result() {
            double seconds = (lastAnswer - began) / 1e9;
            return new LoadResult(good, good, seconds, refused, total - good - refused, 0, latencies.latency());
        }

        void close() throws IOException {
            for (RateConnection connection : all) {
                connection.close();
            }
        }
    }
}
