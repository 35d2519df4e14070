package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** The headers that this service adds to records, as UTF-8 text. Stateless. */
final class OrderHeaders {
    static final String ORIGINAL_TOPIC = "originalTopic";
    static final String ORIGINAL_PARTITION = "originalPartition";
    static final String ORIGINAL_OFFSET = "originalOffset";
    static final String ORIGINAL_KEY = "originalKey";
    static final String ORIGINAL_VALUE = "originalValue";
    static final String ERROR_MESSAGE = "errorMessage";
    static final String ERROR_CLASS = "errorClass";
    static final String ERROR_TIMESTAMP = "errorTimestamp";
    static final String RETRY_COUNT = "retryCount";
    static final String STACK_TRACE = "stackTrace";
    /** Of a retry: when it is due, in milliseconds since the epoch. */
    static final String RETRY_DUE = "retryDue";
    /** Of a record that a replay has made: the place of the dead letter. */
    static final String REPLAYED_FROM = "replayedFrom";

    private static final Set<String> OWN = Set.of(
            ORIGINAL_TOPIC,
            ORIGINAL_PARTITION,
            ORIGINAL_OFFSET,
            ORIGINAL_KEY,
            ORIGINAL_VALUE,
            ERROR_MESSAGE,
            ERROR_CLASS,
            ERROR_TIMESTAMP,
            RETRY_COUNT,
            STACK_TRACE,
            RETRY_DUE,
            REPLAYED_FROM);

    private OrderHeaders() {}

    /** The headers that others have set, such as {@code traceparent}: they go with the order wherever it goes. */
    static Headers ofOthers(Headers headers) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (!OWN.contains(header.key())) {
                kept.add(header);
            }
        }
        return kept;
    }

    static void add(Headers headers, String name, Object value) {
        headers.add(name, String.valueOf(value).getBytes(UTF_8));
    }

    /** The last header of that name; null when there is none, or it is empty. */
    static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    /** A header that is no number counts as absent: a hand-made record must not stop the partition. */
    static long number(Headers headers, String name, long byDefault) {
        String text = text(headers, name);
        return text != null && text.matches("-?[0-9]{1,18}") ? Long.parseLong(text) : byDefault;
    }
}
