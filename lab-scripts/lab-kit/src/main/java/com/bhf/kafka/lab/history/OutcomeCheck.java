package com.bhf.kafka.lab.history;

import static com.bhf.kafka.lab.history.ViolationKind.LOST;
import static com.bhf.kafka.lab.history.ViolationKind.SHARED_PLACE;
import static com.bhf.kafka.lab.history.ViolationKind.UNTRUTHFUL;
import static com.bhf.kafka.lab.history.ViolationKind.WRONG_CONTENT;
import static com.bhf.kafka.lab.history.ViolationKind.WRONG_PLACE;

import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks 1, 3 and 4 for async sends: each final status says what the log says. */
final class OutcomeCheck {

    private final Evidence evidence;
    private final Findings findings;
    private final Map<Place, String> claims = new HashMap<>();

    private OutcomeCheck(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    static void run(Evidence evidence, Findings findings) {
        OutcomeCheck check = new OutcomeCheck(evidence, findings);
        evidence.history().promises().forEach(promise -> promise.end().ifPresent(end -> check.one(promise, end)));
    }

    private void one(Promise promise, Poll end) {
        List<LogRecord> records = evidence.log().ofId(promise.requestId());
        if ("OK".equals(end.state())) {
            written(promise, end, records);
        } else if ("NOT_WRITTEN".equals(end.outcome())) {
            findings.examined(UNTRUTHFUL);
            if (!records.isEmpty()) {
                findings.add(UNTRUTHFUL, promise.requestId(), "NOT_WRITTEN, but at " + places(records));
            }
        }
    }

    private void written(Promise promise, Poll end, List<LogRecord> records) {
        findings.examined(LOST);
        if (records.isEmpty()) {
            findings.add(LOST, promise.requestId(), "OK at " + end.partition() + "@" + end.offset());
            return;
        }
        records.forEach(record -> content(promise, record));
        place(promise, end, records);
    }

    private void content(Promise promise, LogRecord record) {
        findings.examined(WRONG_CONTENT);
        Content.difference(promise.submit(), record)
                .ifPresent(difference ->
                        findings.add(WRONG_CONTENT, promise.requestId(), "at " + record.place() + ": " + difference));
    }

    private void place(Promise promise, Poll end, List<LogRecord> records) {
        findings.examined(WRONG_PLACE);
        Place claim = promise.claim().orElse(null);
        if (claim == null) {
            findings.add(
                    WRONG_PLACE,
                    promise.requestId(),
                    "OK without a place (" + end.partition() + "@" + end.offset() + "), but at " + places(records));
            return;
        }
        findings.examined(SHARED_PLACE);
        String other = claims.putIfAbsent(claim, promise.requestId());
        if (other != null) {
            findings.add(SHARED_PLACE, promise.requestId(), "OK at " + claim + ", and so said " + other);
        } else if (records.stream().noneMatch(record -> record.place().equals(claim))) {
            findings.add(WRONG_PLACE, promise.requestId(), "OK at " + claim + ", but at " + places(records));
        }
    }

    private static List<Place> places(List<LogRecord> records) {
        return records.stream().map(LogRecord::place).toList();
    }
}
