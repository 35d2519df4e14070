package com.bhf.kafka.lab.history;

import com.bhf.kafka.lab.history.HistoryEvent.Answer;
import com.bhf.kafka.lab.history.HistoryEvent.Submit;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request to send.
 *
 * @param answer null: none came
 * @param sent false: there was no connection
 */
record Attempt(Submit submit, @Nullable Answer answer, boolean sent) {

    private static final int CONFLICT = 409;
    private static final int UNKNOWN = 504;

    /** Certainly wrote nothing: never sent, or answered with an error other than "outcome unknown". */
    boolean isRefused() {
        if (answer == null) {
            return !sent;
        }
        boolean meansEarlierAttempt = answer.code() == CONFLICT && submit.idempotencyKey() != null;
        return answer.code() >= 400 && answer.code() != UNKNOWN && !meansEarlierAttempt;
    }

    /** May have written, the client cannot know: cut, or answered 504. */
    boolean isAmbiguous() {
        return answer == null ? sent : answer.code() == UNKNOWN;
    }

    boolean isAcknowledged() {
        return answer != null && answer.code() == 200 && !"ERROR".equals(answer.state());
    }

    /** The id under which the service took responsibility; null: it did not. */
    @Nullable String promisedId() {
        boolean taken = answer != null && (answer.code() == 202 || answer.code() == 200);
        return taken && submit.async() && answer != null ? answer.requestId() : null;
    }
}
