package com.bhf.kafka.lab.basic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The headers of each record: the two of the lab, and those of the command line. */
record Headers(Map<String, String> more) {
    static final String CORRELATION_ID = "correlation-id";
    static final String SOURCE = "source";

    private static final String SOURCE_VALUE = "basic-producer";

    Headers {
        more.forEach((name, value) -> {
            if (name.isBlank()) {
                throw new WrongInputException("--header", name + "=" + value, "name=value, with a name");
            }
            if (name.equals(CORRELATION_ID) || name.equals(SOURCE)) {
                throw new WrongInputException("--header", name + "=" + value, "a name that is not set here already");
            }
        });
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
