package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStoreException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs the store's calls on threads that nobody interrupts. An interrupt within a call of H2 closes its file, and the
 * database stays broken for the whole process. The caller waits without being interruptible; its interrupt is kept.
 */
final class StoreThreads {
    private final AtomicInteger started = new AtomicInteger();
    private final ExecutorService threads;

    StoreThreads(int count) {
        threads = Executors.newFixedThreadPool(count, task -> {
            Thread thread = new Thread(task, "status-store-" + started.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @throws StatusStoreException {@link #stop} came before */
    <T> T call(Callable<T> task) throws ExecutionException {
        try {
            return await(threads.submit(task));
        } catch (RejectedExecutionException e) {
            throw new StatusStoreException("The status store is closed", e);
        }
    }

    private static <T> T await(Future<T> result) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Takes no more calls; what runs goes on. */
    void stop() {
        threads.shutdown();
    }
}
