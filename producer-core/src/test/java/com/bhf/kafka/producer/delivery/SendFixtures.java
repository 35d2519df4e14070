package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Sends and changes for tests of stores. All instants are given, none is read from a clock. */
public final class SendFixtures {
    public static final Instant ACCEPTED_AT = Instant.parse("2026-03-29T00:59:59.123Z");
    public static final Instant COMPLETED_AT = Instant.parse("2026-03-29T01:00:00.456Z");

    /** Has never held a lease: whoever claims gets its sends. */
    public static final UUID NOBODY = UUID.fromString("00000000-0000-4000-8000-000000000000");

    private SendFixtures() {}

    /** Ids that ascend with the number. */
    public static UUID id(long number) {
        return new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number);
    }

    public static AcceptedSend send(long number) {
        return send(id(number), "event-" + number);
    }

    public static AcceptedSend send(UUID id, String eventId) {
        byte[] value = ("value of " + eventId).getBytes(StandardCharsets.UTF_8);
        List<SendHeader> headers = List.of(new SendHeader("request-id", id.toString()));
        return new AcceptedSend(
                id, DeliveryMode.IDEMPOTENT, eventId, "orders", null, eventId, value, headers, ACCEPTED_AT);
    }

    /** A new row, of an owner without a lease. */
    public static Accept accept(AcceptedSend send) {
        return new Accept(send, NOBODY);
    }

    public static Accept accept(AcceptedSend send, String key, String fingerprint) {
        return new Accept(send, NOBODY, new IdempotencyKey(key, fingerprint));
    }

    /** New rows with the ids {@code from} to {@code to}, both included. */
    public static List<StatusChange> accepts(int from, int to) {
        return IntStream.rangeClosed(from, to)
                .<StatusChange>mapToObj(number -> accept(send(number)))
                .toList();
    }

    public static Transition ok(UUID id, int version) {
        return ok(id, version, COMPLETED_AT);
    }

    public static Transition ok(UUID id, int version, Instant completedAt) {
        return new Transition(
                id,
                version,
                SendState.OK,
                LogOutcome.WRITTEN,
                true,
                3,
                4_000_000_000L,
                ACCEPTED_AT.plusMillis(1),
                null,
                version + 1,
                completedAt);
    }

    /** Not final: the outcome is not known yet. */
    public static Transition unknown(UUID id, int version, String error) {
        return new Transition(
                id, version, SendState.ERROR, LogOutcome.UNKNOWN, false, null, null, null, error, version + 1, null);
    }
}
