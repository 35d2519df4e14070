package com.bhf.kafka.api;

import java.util.Locale;
import java.util.Optional;

/** Whether the caller waits for the outcome, or asks for it later. */
enum SendMode {
    SYNC,
    ASYNC;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    String wireName() {
        return wireName;
    }

    static Optional<SendMode> parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "sync" -> Optional.of(SYNC);
            case "async", "asynchronous" -> Optional.of(ASYNC);
            default -> Optional.empty();
        };
    }
}
