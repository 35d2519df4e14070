package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.history.HistoryFile;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** All clients together, from {@link #start} to {@link #stop}. */
final class Load {

    private static final int ASYNC_CLIENTS = 24;
    private static final int SYNC_CLIENTS = 8;
    /** One send with all its attempts ends within this time. */
    private static final Duration STOP_BOUND = Duration.ofMinutes(3);

    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean stopped;

    Load(
            CrashTestOptions options,
            List<ServiceInstance> instances,
            ServiceClient service,
            HistoryFile history,
            AcceptedSends accepted,
            Clock clock) {
        Pacer pacer = new Pacer(options.rate());
        for (int client = 0; client < ASYNC_CLIENTS + SYNC_CLIENTS; client++) {
            SendPlanner planner = new SendPlanner(client, client < ASYNC_CLIENTS, options);
            LoadClient one =
                    new LoadClient(planner, instances, pacer, service, history, accepted, clock, () -> stopped);
            Thread thread = new Thread(one, "client-" + client);
            thread.setDaemon(true);
            thread.setUncaughtExceptionHandler((broken, why) -> failure.compareAndSet(null, why));
            threads.add(thread);
        }
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** @throws CrashTestException when a client ended by itself */
    void requireRunning() {
        Throwable why = failure.get();
        if (why != null) {
            throw new CrashTestException("a client failed: " + why, why);
        }
    }

    /** Blocks until each client has its last answer. */
    void stop() {
        stopped = true;
        try {
            for (Thread thread : threads) {
                thread.join(STOP_BOUND.toMillis());
                if (thread.isAlive()) {
                    throw new CrashTestException(thread.getName() + " did not end within " + STOP_BOUND);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
        requireRunning();
    }
}
