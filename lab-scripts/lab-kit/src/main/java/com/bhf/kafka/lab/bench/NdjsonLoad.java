package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Streams lines of 200-byte records through a few connections, each as fast as the service reads it, and reads the
 * results meanwhile.
 */
record NdjsonLoad(URI target, String pathAndQuery) implements Load {

    private static final int CONNECTIONS = 4;

    @Override
    public LoadResult run(Duration duration) throws IOException, InterruptedException {
        LatencyCounts latencies = new LatencyCounts();
        ExecutorService threads = Executors.newCachedThreadPool();
        long began = System.nanoTime();
        try {
            List<Future<LineResults>> streams = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                NdjsonStream stream = new NdjsonStream(target, pathAndQuery, latencies);
                streams.add(threads.submit(() -> stream.run(began + duration.toNanos(), threads)));
            }
            long written = 0;
            long refused = 0;
            for (Future<LineResults> stream : streams) {
                LineResults results = stream.get();
                written += results.written();
                refused += results.refused();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return new LoadResult(written, written, seconds, refused, 0, 0, latencies.latency());
        } catch (ExecutionException e) {
            throw new IOException("a stream failed: " + e.getCause(), e);
        } finally {
            threads.shutdownNow();
        }
    }
}
