package com.bhf.kafka.api;

import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.SendHeader;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.function.ToIntFunction;

/** A record that Kafka's client would refuse must not be promised first. Thread-safe. */
@Singleton
final class RecordSize {
    /** What Kafka adds to key, value and headers, at most, before it compares with max.request.size. */
    private static final int FRAMING = 512;

    private static final int MOST_BYTES_PER_CHAR = 3;

    private final int limit;

    RecordSize(ProducerSettings settings) {
        this.limit = settings.maxRequestSize();
    }

    /** @throws TooLargeException the record is larger than Kafka's client lets through */
    void requireFits(AcceptedSend send) {
        // Most records are far below the limit: no text of theirs need be encoded to see that.
        if (bytes(send, text -> MOST_BYTES_PER_CHAR * text.length()) <= limit) {
            return;
        }
        long bytes = bytes(send, text -> text.getBytes(StandardCharsets.UTF_8).length);
        if (bytes > limit) {
            throw new TooLargeException(bytes, limit);
        }
    }

    private static long bytes(AcceptedSend send, ToIntFunction<String> size) {
        String key = send.key();
        byte[] value = send.value();
        long bytes = (long) FRAMING + (key == null ? 0 : size.applyAsInt(key)) + (value == null ? 0 : value.length);
        for (SendHeader header : send.headers()) {
            bytes += size.applyAsInt(header.name()) + size.applyAsInt(header.value()) + 10L;
        }
        return bytes;
    }
}
