package com.bhf.kafka.producer.delivery;

/**
 * The idempotency key was taken, and the send that it stood for has just ended without a record. Retriable: the key
 * is free.
 */
public final class KeyReleasedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyReleasedException() {
        super("The request that held the idempotency key has just ended without a record");
    }
}
