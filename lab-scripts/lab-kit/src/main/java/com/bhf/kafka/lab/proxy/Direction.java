package com.bhf.kafka.lab.proxy;

import java.util.Locale;

/** Where bytes flow: upstream is from the client to the server. */
enum Direction {
    UPSTREAM,
    DOWNSTREAM;

    /** @throws ApiException when {@code stream} is neither, in whatever case */
    static Direction of(String stream) {
        return switch (stream.toLowerCase(Locale.ROOT)) {
            case "upstream" -> UPSTREAM;
            case "downstream" -> DOWNSTREAM;
            default -> throw ApiException.badRequest("stream was invalid, can be either upstream or downstream");
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
