package com.bhf.kafka.producer.delivery;

import org.jspecify.annotations.Nullable;

/** The store cannot be read or written now. Retriable: the same call may succeed later. */
public class StatusStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StatusStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
