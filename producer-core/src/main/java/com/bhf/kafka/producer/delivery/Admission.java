package com.bhf.kafka.producer.delivery;

import java.time.Duration;
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
            throw new OverloadedException(limit, RETRY_AFTER);
        }
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
