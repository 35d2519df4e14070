package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Sends for tests; each has an id of its own. */
final class TestSends {
    private static final RequestIds IDS = new RequestIds(Clock.systemUTC());

    private TestSends() {}

    static AcceptedSend send(DeliveryMode mode, String topic, String eventId, Instant acceptedAt) {
        UUID id = IDS.next();
        return new AcceptedSend(
                id,
                mode,
                eventId,
                topic,
                null,
                "key-" + eventId,
                eventId.getBytes(StandardCharsets.UTF_8),
                List.of(new SendHeader("request-id", id.toString())),
                acceptedAt);
    }

    static AcceptedSend send(String eventId) {
        return send(DeliveryMode.PLAIN, "topic", eventId, Instant.parse("2026-01-02T03:04:05Z"));
    }
}
