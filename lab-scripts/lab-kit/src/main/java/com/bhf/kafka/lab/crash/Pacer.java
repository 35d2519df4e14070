package com.bhf.kafka.lab.crash;

import java.util.concurrent.locks.LockSupport;

/**
 * Lets sends go in bunches, so many a second in all: a kill then finds several requests under way. What an outage
 * held back is not made up for. Thread-safe.
 */
final class Pacer {

    private static final int BUNCH = 12;

    private final long nanosPerBunch;
    private long nextBunch = System.nanoTime();
    private int left = BUNCH;

    Pacer(int perSecond) {
        this.nanosPerBunch = 1_000_000_000L * BUNCH / perSecond;
    }

    /** Blocks until it is this caller's turn. */
    void await() {
        long turn = turn();
        for (long wait = turn - System.nanoTime(); wait > 0; wait = turn - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(wait);
        }
    }

    private synchronized long turn() {
        if (left == 0) {
            left = BUNCH;
            nextBunch = Math.max(nextBunch + nanosPerBunch, System.nanoTime());
        }
        left--;
        return nextBunch;
    }
}
