package com.bhf.kafka.producer;

/** The state of a producer's circuit breaker. */
public enum CircuitState {
    CLOSED,
    OPEN,
    HALF_OPEN
}
