package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.readback.LogReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Everything needed to send a request, and to send it again after a crash.
 *
 * @param requestId time-ordered (UUIDv7), see {@link RequestIds}
 * @param partition the partition asked for, or null to let the key decide
 * @param value the record's value; null is a tombstone. The array is not copied: do not change it
 * @param headers all headers of the record, {@code request-id} included
 * @param acceptedAt when the request came in, in whole milliseconds
 * @param timestamp the record's timestamp, in whole milliseconds, or null for {@code acceptedAt}
 */
public record AcceptedSend(
        UUID requestId,
        DeliveryMode mode,
        String eventId,
        String topic,
        @Nullable Integer partition,
        @Nullable String key,
        @SuppressWarnings("ArrayRecordComponent") byte @Nullable [] value,
        List<SendHeader> headers,
        Instant acceptedAt,
        @Nullable Instant timestamp) {

    public AcceptedSend {
        headers = List.copyOf(headers);
        // What Kafka's record would refuse must not be accepted first.
        if (partition != null && partition < 0) {
            throw new IllegalArgumentException("partition=" + partition + " is negative");
        }
        if (acceptedAt.toEpochMilli() < 0) {
            throw new IllegalArgumentException("acceptedAt=" + acceptedAt + " is before 1970");
        }
        if (timestamp != null && timestamp.toEpochMilli() < 0) {
            throw new IllegalArgumentException("timestamp=" + timestamp + " is before 1970");
        }
    }

    /**
     * A send that is accepted now, without a wish for a partition. Its header {@code request-id}, by which the
     * log is read back, is added to those given; its eventId is the request id.
     */
    public static AcceptedSend of(
            RequestIds ids,
            DeliveryMode mode,
            String topic,
            @Nullable String key,
            byte @Nullable [] value,
            List<SendHeader> headers) {
        UUID requestId = ids.next();
        List<SendHeader> all = new ArrayList<>(headers);
        all.add(new SendHeader(LogReader.REQUEST_ID_HEADER, requestId.toString()));
        Instant now = Instant.ofEpochMilli(RequestIds.millisOf(requestId));
        return new AcceptedSend(requestId, mode, requestId.toString(), topic, null, key, value, all, now);
    }

    /** A send whose record has the moment of acceptance as its timestamp. */
    public AcceptedSend(
            UUID requestId,
            DeliveryMode mode,
            String eventId,
            String topic,
            @Nullable Integer partition,
            @Nullable String key,
            byte @Nullable [] value,
            List<SendHeader> headers,
            Instant acceptedAt) {
        this(requestId, mode, eventId, topic, partition, key, value, headers, acceptedAt, null);
    }

    private Instant recordTimestamp() {
        return timestamp == null ? acceptedAt : timestamp;
    }

    /** No record of this send has an earlier timestamp, also not in a topic that has the time of the append. */
    Instant earliestInLog() {
        return timestamp != null && timestamp.isBefore(acceptedAt) ? timestamp : acceptedAt;
    }

    /** A new record of Kafka's own type. */
    public ProducerRecord<byte[], byte[]> toProducerRecord() {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, recordTimestamp().toEpochMilli(), keyBytes(), value);
        headers.forEach(header -> record.headers().add(header.name(), header.bytes()));
        return record;
    }

    byte @Nullable [] keyBytes() {
        return key == null ? null : key.getBytes(StandardCharsets.UTF_8);
    }
}
