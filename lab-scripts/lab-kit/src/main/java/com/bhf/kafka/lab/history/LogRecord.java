package com.bhf.kafka.lab.history;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** A record as it was found in the log; what it lacks is null. */
public record LogRecord(
        String topic,
        int partition,
        long offset,
        @Nullable String requestId,
        @Nullable String event,
        @Nullable String key,
        String hash) {

    public static LogRecord of(ConsumerRecord<byte[], byte[]> record) {
        return new LogRecord(
                record.topic(),
                record.partition(),
                record.offset(),
                header(record, "request-id"),
                header(record, "event-id"),
                record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8),
                PayloadHash.of(record.value()));
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    Place place() {
        return new Place(topic, partition, offset);
    }
}
