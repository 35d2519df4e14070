package com.bhf.kafka.lab.broker;

import org.jspecify.annotations.Nullable;

/** A test broker did not do what it was told in time; the message says which and ends with the tail of its log. */
public final class LabBrokerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LabBrokerException(String message) {
        super(message);
    }

    LabBrokerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
