package com.bhf.kafka.orders;

/** An order could not be processed now; later it may. Retriable. */
final class TransientOrderException extends Exception {
    private static final long serialVersionUID = 1L;

    TransientOrderException(String message) {
        super(message);
    }
}
