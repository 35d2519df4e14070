package com.bhf.kafka.lab.history;

import static com.bhf.kafka.lab.history.ViolationKind.LOST;
import static com.bhf.kafka.lab.history.ViolationKind.SHARED_PLACE;
import static com.bhf.kafka.lab.history.ViolationKind.WRONG_CONTENT;
import static com.bhf.kafka.lab.history.ViolationKind.WRONG_PLACE;

import com.bhf.kafka.lab.history.HistoryEvent.Answer;
import com.bhf.kafka.lab.history.HistoryEvent.Submit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks 1 and 4 for sync sends: the record stands where the 200 said. */
final class AcknowledgedCheck {

    private final Evidence evidence;
    private final Findings findings;
    private final Map<Place, String> claims = new HashMap<>();

    private AcknowledgedCheck(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    static void run(Evidence evidence, Findings findings) {
        AcknowledgedCheck check = new AcknowledgedCheck(evidence, findings);
        for (SendRequest request : evidence.history().requests()) {
            for (Attempt attempt : request.attempts()) {
                Answer answer = attempt.answer();
                if (answer != null && attempt.isAcknowledged()) {
                    check.one(attempt.submit(), answer);
                }
            }
        }
    }

    private void one(Submit submit, Answer answer) {
        findings.examined(LOST);
        List<LogRecord> records = evidence.log().ofEvent(submit.event());
        String said = "200 with " + answer.partition() + "@" + answer.offset();
        if (records.isEmpty()) {
            findings.add(LOST, submit.event(), said);
            return;
        }
        findings.examined(WRONG_PLACE);
        Place claim =
                Place.of(submit.topic(), answer.partition(), answer.offset()).orElse(null);
        LogRecord there = claim == null ? null : evidence.log().at(claim).orElse(null);
        if (claim != null && isTaken(claim, submit)) {
            findings.add(SHARED_PLACE, submit.event(), said + ", and so was said to " + claims.get(claim));
        } else if (there == null || !submit.event().equals(there.event())) {
            findings.add(
                    WRONG_PLACE,
                    submit.event(),
                    said + ", but at " + records.stream().map(LogRecord::place).toList());
        } else {
            content(submit, there);
        }
    }

    /** Attempts of one request may share a place: a retry is told that of the first. */
    private boolean isTaken(Place claim, Submit submit) {
        findings.examined(SHARED_PLACE);
        String other = claims.putIfAbsent(claim, submit.event());
        return other != null && !other.equals(submit.event());
    }

    private void content(Submit submit, LogRecord record) {
        findings.examined(WRONG_CONTENT);
        Content.difference(submit, record)
                .ifPresent(difference ->
                        findings.add(WRONG_CONTENT, submit.event(), "at " + record.place() + ": " + difference));
    }
}
