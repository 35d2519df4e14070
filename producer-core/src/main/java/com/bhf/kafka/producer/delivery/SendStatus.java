package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The status of an accepted send as the store holds it.
 *
 * @param isFinal neither state nor outcome will change any more
 * @param partition where the record stands, or null while that is not known
 * @param offset the record's offset, or null while that is not known
 * @param timestamp the record's timestamp in the log, or null while that is not known
 * @param error the last error in one line, or null
 * @param attempts how often the record was handed to Kafka's client with a result
 * @param version counts the changes of the row, from 0; the key of compare-and-set
 */
public record SendStatus(
        UUID requestId,
        DeliveryMode mode,
        String eventId,
        String topic,
        @Nullable String key,
        SendState state,
        LogOutcome outcome,
        boolean isFinal,
        @Nullable Integer partition,
        @Nullable Long offset,
        @Nullable Instant timestamp,
        @Nullable String error,
        int attempts,
        Instant acceptedAt,
        @Nullable Instant completedAt,
        int version) {

    /** The status of a send that has just been accepted; what {@link StatusChange.Accept} writes. */
    public static SendStatus accepted(AcceptedSend send) {
        return new SendStatus(
                send.requestId(),
                send.mode(),
                send.eventId(),
                send.topic(),
                send.key(),
                SendState.PENDING,
                LogOutcome.UNKNOWN,
                false,
                null,
                null,
                null,
                null,
                0,
                send.acceptedAt(),
                null,
                0);
    }

    /** The status after a transition that took effect; instants lose what is below a millisecond. */
    public SendStatus after(StatusChange.Transition to) {
        return new SendStatus(
                requestId,
                mode,
                eventId,
                topic,
                key,
                to.state(),
                to.outcome(),
                to.isFinal(),
                to.partition(),
                to.offset(),
                inMillis(to.timestamp()),
                to.error(),
                to.attempts(),
                acceptedAt,
                inMillis(to.completedAt()),
                version + 1);
    }

    /** The status after another owner took the send over: only the version is another. */
    public SendStatus takenOver() {
        return new SendStatus(
                requestId,
                mode,
                eventId,
                topic,
                key,
                state,
                outcome,
                isFinal,
                partition,
                offset,
                timestamp,
                error,
                attempts,
                acceptedAt,
                completedAt,
                version + 1);
    }

    private static @Nullable Instant inMillis(@Nullable Instant instant) {
        return instant == null ? null : instant.truncatedTo(ChronoUnit.MILLIS);
    }
}
