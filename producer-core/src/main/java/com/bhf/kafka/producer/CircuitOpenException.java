package com.bhf.kafka.producer;

import java.time.Duration;

/** The circuit breaker refused the send; nothing was written. Retriable after {@link #retryAfter()}. */
public final class CircuitOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    CircuitOpenException(Duration retryAfter) {
        // Refusals are frequent while a cluster is down, and their stack says nothing.
        super("The circuit breaker is open: Kafka failed too often in a row", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** How long the breaker will go on refusing; at least one second. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
