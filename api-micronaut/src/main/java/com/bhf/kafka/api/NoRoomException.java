package com.bhf.kafka.api;

/** Batches hold as much memory as they may, or there are as many streams as there may be: a 429. */
final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoRoomException(String message) {
        super(message, null, false, false);
    }
}
