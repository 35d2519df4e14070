package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Reads from the store for callers that must not block, on a few threads and with a bounded queue. Thread-safe. */
final class StatusReader implements AutoCloseable {
    private static final int THREADS = 4;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final StatusStore store;
    private final int capacity;
    private final ThreadPoolExecutor threads;

    StatusReader(StatusStore store, int capacity) {
        this.store = store;
        this.capacity = capacity;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(capacity), task -> {
                    Thread thread = new Thread(task, "status-reader");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** What the request is, given that its key is taken; fails with {@link KeyReleasedException} when it is free again. */
    CompletableFuture<KeyedResult> find(String topic, IdempotencyKey key) {
        return read(() -> store.find(topic, key.value())
                .map(earlier -> compare(earlier, key))
                .orElseThrow(KeyReleasedException::new));
    }

    private static KeyedResult compare(KeyedStatus earlier, IdempotencyKey key) {
        return earlier.fingerprint().equals(key.fingerprint())
                ? new KeyedResult.Earlier(earlier.status())
                : new KeyedResult.Mismatch(earlier.status().requestId());
    }

    CompletableFuture<Boolean> exists(UUID requestId) {
        return read(() -> store.find(requestId).isPresent());
    }

    private <T> CompletableFuture<T> read(Supplier<T> query) {
        try {
            return CompletableFuture.supplyAsync(query, threads);
        } catch (RejectedExecutionException full) {
            return CompletableFuture.failedFuture(new OverloadedException(capacity, RETRY_AFTER));
        }
    }

    @Override
    public void close() {
        threads.shutdown();
    }
}
