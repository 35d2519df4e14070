package com.bhf.kafka.lab.broker;

import java.time.Duration;

/** A point in time on the monotonic clock, by which something must have happened. */
public record Deadline(long nanoTime) {

    public static Deadline in(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    public boolean hasPassed() {
        return nanoTime - System.nanoTime() <= 0;
    }
}
