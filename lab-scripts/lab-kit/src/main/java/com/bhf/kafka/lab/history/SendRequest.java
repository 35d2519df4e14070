package com.bhf.kafka.lab.history;

import com.bhf.kafka.lab.history.HistoryEvent.Submit;
import java.util.List;

/** What one client wanted to send once, and its attempts, at least one, in their order. */
record SendRequest(String event, List<Attempt> attempts) {

    Submit submit() {
        return attempts.get(0).submit();
    }

    boolean isKeyed() {
        return attempts.stream().allMatch(attempt -> attempt.submit().idempotencyKey() != null);
    }

    /** How many records it may have in the log: one per attempt that was not refused; with a key one in all. */
    long allowedRecords() {
        long possible =
                attempts.stream().filter(attempt -> !attempt.isRefused()).count();
        return isKeyed() ? Math.min(1, possible) : possible;
    }
}
