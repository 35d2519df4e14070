package com.bhf.kafka.orders;

/** The store cannot be used now. What was to be changed is not, or only all of it. Retriable. */
final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoreUnavailableException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }
}
