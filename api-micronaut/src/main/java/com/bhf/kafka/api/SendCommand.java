package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A validated request to send.
 *
 * @param value what becomes of the record's value
 * @param headers the caller's own record headers
 * @param timestamp the record's timestamp, or null for the moment of acceptance
 */
record SendCommand(
        DeliveryMode mode,
        SendMode sendMode,
        String eventId,
        String topic,
        String key,
        @Nullable Integer partition,
        Value value,
        Map<String, String> headers,
        @Nullable Instant timestamp) {

    /** Without a timestamp of the caller's own. */
    SendCommand(
            DeliveryMode mode,
            SendMode sendMode,
            String eventId,
            String topic,
            String key,
            @Nullable Integer partition,
            Value value,
            Map<String, String> headers) {
        this(mode, sendMode, eventId, topic, key, partition, value, headers, null);
    }

    /** The record's value: made here, given by the caller, or none (a tombstone). */
    sealed interface Value {
        record Generated() implements Value {}

        record Given(
                @SuppressWarnings("ArrayRecordComponent") byte[] bytes,
                @Nullable String contentType) implements Value {}

        record Tombstone() implements Value {}
    }
}
