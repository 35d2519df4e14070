package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** Bounds how many sends are open at a time. Thread-safe; never blocks. */
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
            throw new OverloadedException(limit, RETRY_AFTER);
        }
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                places.release();
            }
        };
    }

    int taken() {
        return limit - places.availablePermits();
    }
}
