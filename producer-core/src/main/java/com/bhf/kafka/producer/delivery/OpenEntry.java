package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A send whose outcome only the log can tell. Used by the read-back thread only.
 *
 * <p>One scan without the record proves little: the request may still be under way. A second one, a
 * settle wait after the first, proves that there is no record; the first one also shows that the
 * cluster works off what it receives, so that the wait counts from there.
 */
final class OpenEntry {
    private final OwnedSend owned;
    private final SendState state;
    private final int version;
    private final int attempts;
    private final boolean refused;
    private Instant due;
    private @Nullable Instant firstAbsence;
    private @Nullable Instant firstUnknown;
    private boolean unreadable;

    /** @param refused the last attempt failed in a way that sending again would repeat */
    OpenEntry(OwnedSend owned, SendState state, int version, int attempts, boolean refused, Instant due) {
        this.owned = owned;
        this.state = state;
        this.version = version;
        this.attempts = attempts;
        this.refused = refused;
        this.due = due;
    }

    OwnedSend owned() {
        return owned;
    }

    AcceptedSend send() {
        return owned.send();
    }

    SendState state() {
        return state;
    }

    /** The same entry after a change of its row that left it open. */
    OpenEntry withVersion(int newVersion) {
        OpenEntry next = new OpenEntry(owned, state, newVersion, attempts, refused, due);
        next.firstAbsence = firstAbsence;
        next.firstUnknown = firstUnknown;
        next.unreadable = unreadable;
        return next;
    }

    /** True the first time: the row says it once. */
    boolean isNewsThatUnreadable() {
        boolean news = !unreadable;
        unreadable = true;
        return news;
    }

    boolean isOlderThan(Duration age, Instant now) {
        return !now.isBefore(send().acceptedAt().plus(age));
    }

    /** The topic may have retired its record: by its timestamp, which may be older than the send. */
    boolean isBeyondRetention(Duration age, Instant now) {
        return !now.isBefore(send().earliestInLog().plus(age));
    }

    int version() {
        return version;
    }

    int attempts() {
        return attempts;
    }

    boolean isDue(Instant now) {
        return !now.isBefore(due);
    }

    void postpone(Instant until) {
        due = until;
    }

    /** The broker has acknowledged the record; only its place is not known. */
    boolean acknowledged() {
        return state == SendState.OK;
    }

    boolean mayBeSentAgain(Instant now, Duration maxAge) {
        return send().mode() == DeliveryMode.IDEMPOTENT && !refused && !isOlderThan(maxAge, now);
    }

    /**
     * A scan that began at {@code scanned} has not found the record.
     *
     * @return whether it is now proven that there is none
     */
    boolean absent(Instant scanned, Duration settle) {
        firstUnknown = null;
        if (firstAbsence == null) {
            firstAbsence = scanned;
        }
        due = firstAbsence.plus(settle);
        return !scanned.isBefore(due);
    }

    /**
     * At {@code scanned} the cluster said that there is no such topic.
     *
     * @return whether it has said nothing else for long enough to be believed
     */
    boolean withoutTopic(Instant scanned, Duration settle) {
        firstAbsence = null;
        if (firstUnknown == null) {
            firstUnknown = scanned;
        }
        return !scanned.isBefore(firstUnknown.plus(settle));
    }
}
