package com.bhf.kafka.lab.basic;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The headers of each record: the two of the lab, and those of the command line. */
record Headers(Map<String, String> more) {
    static final String CORRELATION_ID = "correlation-id";
    static final String SOURCE = "source";

    private static final String SOURCE_VALUE = "basic-producer";

    /** Of the form {@code name=value}; a value may hold more equals signs, or nothing. */
    static Headers parse(List<String> texts) {
        Map<String, String> headers = new LinkedHashMap<>();
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 0 || text.substring(0, equals).isBlank()) {
                throw new WrongInputException("--header", text, "name=value");
            }
            String name = text.substring(0, equals);
            boolean given = headers.put(name, text.substring(equals + 1)) != null;
            if (given || name.equals(CORRELATION_ID) || name.equals(SOURCE)) {
                throw new WrongInputException("--header", text, "a name that is not set already");
            }
        }
        return new Headers(headers);
    }

    /** With a correlation id of its own. */
    Map<String, String> next() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(CORRELATION_ID, UUID.randomUUID().toString());
        headers.put(SOURCE, SOURCE_VALUE);
        headers.putAll(more);
        return headers;
    }
}
