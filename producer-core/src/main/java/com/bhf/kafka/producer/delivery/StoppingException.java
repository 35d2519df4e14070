package com.bhf.kafka.producer.delivery;

/** The engine is stopping and takes no more sends; nothing was written. Retriable elsewhere. */
public final class StoppingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StoppingException() {
        super("The service is stopping", null, false, false);
    }
}
