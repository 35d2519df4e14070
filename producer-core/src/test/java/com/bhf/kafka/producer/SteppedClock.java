package com.bhf.kafka.producer;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that stands until the test moves it. Thread-safe. */
public final class SteppedClock extends Clock {
    private volatile Instant now = Instant.parse("2026-01-02T03:04:05Z");

    /** Moves the clock; a negative step moves it back. */
    public synchronized void tick(Duration step) {
        now = now.plus(step);
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("Only instants are used");
    }
}
