package com.bhf.kafka.lab.history;

import static com.bhf.kafka.lab.history.ViolationKind.PHANTOM;
import static com.bhf.kafka.lab.history.ViolationKind.REFUSED_BUT_WRITTEN;
import static com.bhf.kafka.lab.history.ViolationKind.RETRY_DUPLICATE;

/** Checks 8 and 9: no request has more records than its answers allow, and no record is without a request. */
final class RequestCheck {

    private final Evidence evidence;
    private final Findings findings;

    private RequestCheck(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    static void run(Evidence evidence, Findings findings) {
        RequestCheck check = new RequestCheck(evidence, findings);
        evidence.history().requests().forEach(check::one);
        check.phantoms();
    }

    private void one(SendRequest request) {
        long ids = evidence.log().ofEvent(request.event()).stream()
                .filter(record -> !belongsToAnother(record, request))
                .map(LogRecord::requestId)
                .distinct()
                .count();
        long allowed = request.allowedRecords();
        ViolationKind kind = kind(request, allowed);
        findings.examined(kind);
        if (ids > allowed) {
            findings.add(
                    kind,
                    request.event(),
                    ids + " records, at most " + allowed + " allowed: "
                            + request.attempts().stream()
                                    .map(RequestCheck::said)
                                    .toList());
        }
    }

    /** A promised record with a wrong event-id is a matter of its own, {@link OutcomeCheck}'s. */
    private boolean belongsToAnother(LogRecord record, SendRequest request) {
        String id = record.requestId();
        return id != null
                && evidence.history().isPromised(id)
                && request.attempts().stream().noneMatch(attempt -> id.equals(attempt.promisedId()));
    }

    private static ViolationKind kind(SendRequest request, long allowed) {
        if (allowed == 0) {
            return REFUSED_BUT_WRITTEN;
        }
        return request.attempts().size() > 1 ? RETRY_DUPLICATE : PHANTOM;
    }

    private static String said(Attempt attempt) {
        if (attempt.answer() != null) {
            return String.valueOf(attempt.answer().code());
        }
        return attempt.isRefused() ? "no connection" : "cut";
    }

    private void phantoms() {
        for (LogRecord record : evidence.log().all()) {
            findings.examined(PHANTOM);
            String id = record.requestId();
            boolean sent = record.event() != null && evidence.history().isSubmitted(record.event());
            if (id == null || (!sent && !evidence.history().isPromised(id))) {
                findings.add(PHANTOM, record.place().toString(), "request-id " + id + ", event-id " + record.event());
            }
        }
    }
}
