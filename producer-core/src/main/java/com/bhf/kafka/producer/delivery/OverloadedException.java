package com.bhf.kafka.producer.delivery;

import java.time.Duration;

/** Too many sends are in flight; this one was not taken. Retriable after {@link #retryAfter()}. */
public final class OverloadedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    OverloadedException(int limit, Duration retryAfter) {
        super("All " + limit + " places for sends in flight are taken", null, false, false);
        this.retryAfter = retryAfter;
    }

    public Duration retryAfter() {
        return retryAfter;
    }
}
