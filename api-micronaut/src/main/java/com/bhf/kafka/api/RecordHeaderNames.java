package com.bhf.kafka.api;

import java.util.Set;

/** The headers that every record carries. Their names are part of the contract. */
final class RecordHeaderNames {
    static final String REQUEST_ID = "request-id";
    static final String EVENT_ID = "event-id";
    static final String CORRELATION_ID = "correlation-id";
    static final String SOURCE = "source";
    static final String PRODUCER_MODE = "producer-mode";
    static final String SEND_MODE = "send-mode";
    static final String TIMESTAMP = "timestamp";
    static final String CONTENT_TYPE = "content-type";
    static final String TRACEPARENT = "traceparent";
    static final String TRACESTATE = "tracestate";

    private static final Set<String> TAKEN = Set.of(
            REQUEST_ID, EVENT_ID, CORRELATION_ID, SOURCE, PRODUCER_MODE, SEND_MODE, TIMESTAMP, TRACEPARENT, TRACESTATE);

    private RecordHeaderNames() {}

    /** Refuses a caller's header that would stand beside one of ours. */
    static void requireFree(String name) {
        if (name.isEmpty() || TAKEN.contains(name)) {
            throw new BadParameterException(
                    "headers",
                    name,
                    "names other than " + TAKEN.stream().sorted().toList());
        }
    }
}
