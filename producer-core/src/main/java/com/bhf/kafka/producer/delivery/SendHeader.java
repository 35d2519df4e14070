package com.bhf.kafka.producer.delivery;

import java.nio.charset.StandardCharsets;

/** A record header with a UTF-8 text value. */
public record SendHeader(String name, String value) {

    byte[] bytes() {
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
