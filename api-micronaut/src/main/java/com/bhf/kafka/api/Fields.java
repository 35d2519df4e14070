package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.topic.TopicName;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules of the single fields of a send, the same in the query and in the envelope. Stateless. */
final class Fields {
    static final String DEFAULT_TOPIC = "bhf-transactions";

    static final int LONGEST_ID = 200;

    private static final int LONGEST_EVENT_ID = 200;
    private static final String EVENT_ID_RULE = "1 to " + LONGEST_EVENT_ID + " characters, none of them NUL";
    private static final String PARTITION_RULE = "a whole number from 0 to 2147483647";

    private static final Pattern MILLIS = Pattern.compile("[0-9]{1,15}");
    private static final Instant LAST_TIMESTAMP = Instant.parse("9999-12-31T23:59:59.999Z");
    private static final String TIMESTAMP_RULE =
            "milliseconds since 1970, or a date and time with an offset such as 2026-01-31T12:00:00Z, from 1970 to 9999";

    private Fields() {}

    static DeliveryMode mode(@Nullable String text) {
        String rule = "plain or idempotent";
        return DeliveryMode.parse(required("mode", text, rule))
                .orElseThrow(() -> new BadParameterException("mode", text, rule));
    }

    static SendMode sendMode(@Nullable String text) {
        return text == null
                ? SendMode.SYNC
                : SendMode.parse(text)
                        .orElseThrow(() -> new BadParameterException("sendMode", text, "sync, async or asynchronous"));
    }

    static String eventId(@Nullable String text) {
        String id = required("eventId", text, EVENT_ID_RULE);
        int length = id.codePointCount(0, id.length());
        if (length < 1 || length > LONGEST_EVENT_ID) {
            throw new BadParameterException("eventId", id, EVENT_ID_RULE);
        }
        return storable("eventId", id, EVENT_ID_RULE);
    }

    static String topic(@Nullable String text) {
        String topic = text == null ? DEFAULT_TOPIC : text;
        if (!TopicName.isValid(topic)) {
            throw new BadParameterException("topic", topic, TopicName.RULE);
        }
        return topic;
    }

    static String key(@Nullable String text, String eventId) {
        return text == null ? eventId : storable("key", text, "any characters but NUL");
    }

    static @Nullable Integer partition(@Nullable String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("[0-9]{1,10}") || Long.parseLong(text) > Integer.MAX_VALUE) {
            throw new BadParameterException("partition", text, PARTITION_RULE);
        }
        return Integer.valueOf(text);
    }

    /** In whole milliseconds. */
    static @Nullable Instant timestamp(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant timestamp = MILLIS.matcher(text).matches()
                    ? Instant.ofEpochMilli(Long.parseLong(text))
                    : OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
            if (!timestamp.isBefore(Instant.EPOCH) && !timestamp.isAfter(LAST_TIMESTAMP)) {
                return timestamp;
            }
        } catch (DateTimeException notOne) {
            throw new BadParameterException("timestamp", text, TIMESTAMP_RULE);
        }
        throw new BadParameterException("timestamp", text, TIMESTAMP_RULE);
    }

    /** Not every database can keep a NUL or half of a surrogate pair in a text. */
    private static String storable(String name, String text, String rule) {
        for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
            int character = text.codePointAt(i);
            boolean halfPair = character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE;
            if (halfPair || character == 0) {
                throw new BadParameterException(name, text, rule + ", in well-formed Unicode");
            }
        }
        return text;
    }

    private static String required(String name, @Nullable String text, String rule) {
        if (text == null) {
            throw new BadParameterException(name, null, rule);
        }
        return text;
    }
}
