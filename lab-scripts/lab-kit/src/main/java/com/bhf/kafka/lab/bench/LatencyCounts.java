package com.bhf.kafka.lab.bench;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

/** How often each latency was seen, in steps of 10 microseconds up to 10 seconds; longer ones count as that. Thread-safe. */
final class LatencyCounts {

    private static final int STEP_NANOS = 10_000;
    private static final int STEPS = 1_000_000;
    private static final double MILLIS_PER_STEP = 0.01;

    private final AtomicIntegerArray counts = new AtomicIntegerArray(STEPS);
    private final AtomicLong total = new AtomicLong();

    void add(long nanos) {
        long step = Math.max(0, nanos / STEP_NANOS);
        counts.incrementAndGet((int) Math.min(step, STEPS - 1));
        total.incrementAndGet();
    }

    long total() {
        return total.get();
    }

    Latency latency() {
        return new Latency(millis(0.5), millis(0.99), millis(0.999), millis(1));
    }

    /** The latency that this share of all did not exceed, rounded up to the next step; 0 when there is none. */
    double millis(double share) {
        long rank = Math.max(1, (long) Math.ceil(share * total.get()));
        long seen = 0;
        for (int step = 0; step < STEPS; step++) {
            seen += counts.get(step);
            if (seen >= rank) {
                return (step + 1) * MILLIS_PER_STEP;
            }
        }
        return 0;
    }
}
