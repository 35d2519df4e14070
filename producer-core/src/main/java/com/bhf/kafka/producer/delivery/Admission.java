package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bounds how many sends are open at a time. Thread-safe. */
final class Admission {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final int limit;
    private final Semaphore places;

    Admission(int limit) {
        this.limit = limit;
        this.places = new Semaphore(limit);
    }

    /** @return gives the place back; only its first run counts */
    Runnable enter() {
        if (!places.tryAcquire()) {
            throw full();
        }
        return leave();
    }

    /** @return one for each place that was free, of those that were wanted; see {@link #enter()} */
    List<Runnable> enter(int wanted) {
        List<Runnable> taken = new ArrayList<>(wanted);
        while (taken.size() < wanted && places.tryAcquire()) {
            taken.add(leave());
        }
        return taken;
    }

    OverloadedException full() {
        return new OverloadedException(limit, RETRY_AFTER);
    }

    private Runnable leave() {
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                places.release();
            }
        };
    }

    /** Blocks until all places are free, for at most the timeout; nobody else may enter meanwhile. */
    void awaitEmpty(Duration timeout) throws InterruptedException {
        if (places.tryAcquire(limit, timeout.toNanos(), TimeUnit.NANOSECONDS)) {
            places.release(limit);
        }
    }

    int taken() {
        return limit - places.availablePermits();
    }
}
