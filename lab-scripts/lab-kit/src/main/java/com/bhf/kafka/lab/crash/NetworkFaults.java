package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.proxy.FaultProxyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What can be done to the connections between the service and Kafka. Not thread-safe. */
final class NetworkFaults implements AutoCloseable {

    private static final String ACK_LOSS = "kafka_ack_loss";
    private static final String LATENCY = "latency";
    private static final List<String> ACTIONS = List.of("close", "reset", "stall");
    private static final long NEXT_LOSSES_MILLIS = 400;
    private static final int MOST_SKIPPED = 20;
    private static final int MOST_LOST = 8;

    private final FaultProxyServer server;
    private final ProxyApi proxy;
    private final Random random;
    private @Nullable ScheduledExecutorService losses;
    private boolean delayed;

    private NetworkFaults(FaultProxyServer server, Random random) {
        this.server = server;
        this.proxy = new ProxyApi(server.uri());
        this.random = random;
    }

    /** Starts a fault proxy from one loopback port to another. */
    static NetworkFaults between(int listen, int upstream, Random random) {
        try {
            NetworkFaults faults = new NetworkFaults(FaultProxyServer.start("127.0.0.1", 0), random);
            faults.proxy.create(listen, upstream);
            return faults;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the fault proxy", e);
        }
    }

    /** Closes all connections and refuses new ones, until {@link #connect}. */
    void disconnect() {
        proxy.enable(false);
    }

    void connect() {
        proxy.enable(true);
    }

    /** From now on, again and again, some acks pass and then some are lost. */
    void loseAcks() {
        loseSome();
        losses = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "ack-losses");
            thread.setDaemon(true);
            return thread;
        });
        losses.scheduleWithFixedDelay(this::loseOthers, NEXT_LOSSES_MILLIS, NEXT_LOSSES_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void loseOthers() {
        proxy.removeToxic(ACK_LOSS);
        loseSome();
    }

    private void loseSome() {
        proxy.addToxic(
                ACK_LOSS,
                "\"skip\": %d, \"count\": %d, \"action\": \"%s\""
                        .formatted(
                                random.nextInt(MOST_SKIPPED),
                                1 + random.nextInt(MOST_LOST),
                                ACTIONS.get(random.nextInt(ACTIONS.size()))));
    }

    void delayAnswers() {
        proxy.addToxic(LATENCY, "\"latency\": %d, \"jitter\": 50".formatted(50 + random.nextInt(400)));
        delayed = true;
    }

    /** Ends lost acks and delays. */
    void calm() {
        if (losses != null) {
            end(losses);
            losses = null;
            proxy.removeToxic(ACK_LOSS);
        }
        if (delayed) {
            delayed = false;
            proxy.removeToxic(LATENCY);
        }
    }

    private static void end(ScheduledExecutorService losses) {
        losses.shutdown();
        try {
            if (!losses.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new CrashTestException("the fault proxy does not answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
    }

    long proxiedBytes() {
        return proxy.metric("toxiproxy_proxy_sent_bytes_total");
    }

    long lostAcks() {
        return proxy.metric("fault_proxy_lost_acks_total");
    }

    @Override
    public void close() {
        if (losses != null) {
            losses.shutdownNow();
        }
        server.close();
    }
}
