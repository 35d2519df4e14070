package com.bhf.kafka.api;

import java.util.Locale;
import java.util.Optional;

/** Whether the caller waits for the outcome, or asks for it later. */
enum SendMode {
    SYNC,
    ASYNC;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<SendMode> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "sync" -> Optional.of(SYNC);
            case "async", "asynchronous" -> Optional.of(ASYNC);
            default -> Optional.empty();
        };
    }
}
