package com.bhf.kafka.api;

/** The record is larger than {@code max.request.size} lets through: a 413. */
final class TooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLargeException(String message) {
        super(message, null, false, false);
    }

    TooLargeException(long bytes, int limit) {
        this("With this body the record has about " + bytes + " bytes; allowed are " + limit + " (max.request.size)");
    }
}
