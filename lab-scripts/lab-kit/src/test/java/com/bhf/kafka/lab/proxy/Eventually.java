package com.bhf.kafka.lab.proxy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread or process will do, and not forever. */
final class Eventually {

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Eventually() {}

    /** Returns as soon as {@code holds}. */
    static void within(int seconds, String what, BooleanSupplier holds) {
        if (!holdsWithin(TimeUnit.SECONDS.toMillis(seconds), holds)) {
            throw new AssertionError("not within " + seconds + " s: " + what);
        }
    }

    /** Returns true as soon as {@code holds}, false when the time is over. */
    static boolean holdsWithin(long millis, BooleanSupplier holds) {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0 || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
