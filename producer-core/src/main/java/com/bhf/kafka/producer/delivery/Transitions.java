package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import com.bhf.kafka.producer.readback.Place;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table that turns the outcome of a send into the next status of its row. Stateless. */
final class Transitions {
    private static final int LONGEST_ERROR = 500;

    private Transitions() {}

    static Transition after(AcceptedSend send, int version, int attempts, SendOutcome outcome, Instant now) {
        UUID id = send.requestId();
        if (outcome instanceof Acknowledged ack) {
            return acknowledged(id, version, attempts, ack, now);
        }
        if (outcome instanceof NotWritten failure) {
            String error = oneLine(failure.cause());
            return new Transition(
                    id, version, SendState.ERROR, LogOutcome.NOT_WRITTEN, true, null, null, null, error, attempts, now);
        }
        return unknown(send, version, attempts, (Unknown) outcome);
    }

    /** Without an offset (a recognised duplicate) the place is not known yet, so the row stays open. */
    private static Transition acknowledged(UUID id, int version, int attempts, Acknowledged ack, Instant now) {
        Instant timestamp = ack.timestamp() < 0 ? null : Instant.ofEpochMilli(ack.timestamp());
        Long offset = ack.hasOffset() ? ack.offset() : null;
        boolean placeKnown = offset != null;
        Instant completedAt = placeKnown ? now : null;
        return new Transition(
                id,
                version,
                SendState.OK,
                LogOutcome.WRITTEN,
                placeKnown,
                ack.partition(),
                offset,
                timestamp,
                null,
                attempts,
                completedAt);
    }

    private static Transition unknown(AcceptedSend send, int version, int attempts, Unknown failure) {
        SendState state = send.mode() == DeliveryMode.PLAIN ? SendState.ERROR : SendState.PENDING;
        String error = oneLine(failure.cause());
        return new Transition(
                send.requestId(), version, state, LogOutcome.UNKNOWN, false, null, null, null, error, attempts, null);
    }

    /** The log holds the record. */
    static Transition found(OpenEntry entry, Place place, Instant now) {
        return new Transition(
                entry.send().requestId(),
                entry.version(),
                SendState.OK,
                LogOutcome.WRITTEN,
                true,
                place.partition(),
                place.offset(),
                place.timestamp(),
                null,
                Math.max(1, entry.attempts()),
                now);
    }

    /**
     * It is proven that the log does not hold the record.
     *
     * @param mayBeGone there may have been one, which the topic did not keep
     * @return null when the send is to be sent again
     */
    static @Nullable Transition absent(OpenEntry entry, boolean mayBeGone, Duration maxAge, Instant now) {
        if (entry.acknowledged()) {
            return placeUnknown(entry, now);
        }
        if (mayBeGone) {
            return mayBeGone(entry, now);
        }
        return entry.mayBeSentAgain(now, maxAge) ? null : notInLog(entry, now);
    }

    /** There is no such topic: there was none, or it was deleted with all that it held. */
    static Transition withoutTopic(OpenEntry entry, Instant now) {
        return entry.acknowledged()
                ? placeUnknown(entry, now)
                : ended(entry, SendState.ERROR, LogOutcome.NOT_WRITTEN, "There is no such topic", now);
    }

    /** Acknowledged as a duplicate, and by now no longer in the log: written, with its place unknown. */
    private static Transition placeUnknown(OpenEntry entry, Instant now) {
        String error = "Acknowledged, but no longer in the log";
        return ended(entry, SendState.OK, LogOutcome.WRITTEN, error, now);
    }

    /** The log does not hold the record, and nobody sends it any more. */
    private static Transition notInLog(OpenEntry entry, Instant now) {
        String error = "The log was read back: the record is not in it";
        return ended(entry, SendState.ERROR, LogOutcome.NOT_WRITTEN, error, now);
    }

    /** The log does not hold the record any more, if ever it did: what it did not keep cannot be known. */
    private static Transition mayBeGone(OpenEntry entry, Instant now) {
        String error = "The log was read back: the record is not in it, but may have been compacted or retired";
        return ended(entry, SendState.ERROR, LogOutcome.UNKNOWN, error, now);
    }

    /** The log cannot be read, so the send stays as it is. */
    static Transition unreadable(OpenEntry entry, Exception cause) {
        LogOutcome outcome = entry.acknowledged() ? LogOutcome.WRITTEN : LogOutcome.UNKNOWN;
        String error = oneLine("The log cannot be read back: ", cause);
        return new Transition(
                entry.send().requestId(),
                entry.version(),
                entry.state(),
                outcome,
                false,
                null,
                null,
                null,
                error,
                entry.attempts(),
                null);
    }

    private static Transition ended(OpenEntry entry, SendState state, LogOutcome outcome, String error, Instant now) {
        UUID id = entry.send().requestId();
        int version = entry.version();
        return new Transition(id, version, state, outcome, true, null, null, null, error, entry.attempts(), now);
    }

    private static String oneLine(Throwable cause) {
        return oneLine("", cause);
    }

    private static String oneLine(String prefix, Throwable cause) {
        String text = prefix + cause.getClass().getSimpleName() + ": " + cause.getMessage();
        String line = text.replaceAll("\\s+", " ");
        return line.length() <= LONGEST_ERROR ? line : line.substring(0, LONGEST_ERROR - 3) + "...";
    }
}
