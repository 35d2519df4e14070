package com.bhf.kafka.lab.history;

import static com.bhf.kafka.lab.history.ViolationKind.FORGOTTEN;
import static com.bhf.kafka.lab.history.ViolationKind.FORGOTTEN_BY_KILL;
import static com.bhf.kafka.lab.history.ViolationKind.STUCK;
import static com.bhf.kafka.lab.history.ViolationKind.UNDECIDED;

import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import java.util.List;

/** Checks 5 and 7: each 202 stays known and becomes final in time, and the end is one of the two. */
final class EndCheck {

    private final Evidence evidence;
    private final Findings findings;
    private final List<Long> kills;

    private EndCheck(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
        this.kills = evidence.history().kills();
    }

    static void run(Evidence evidence, Findings findings) {
        EndCheck check = new EndCheck(evidence, findings);
        evidence.history().promises().forEach(check::one);
    }

    private void one(Promise promise) {
        ViolationKind kind = wasJustBeforeKill(promise) ? FORGOTTEN_BY_KILL : FORGOTTEN;
        findings.examined(kind);
        promise.firstUnknown()
                .ifPresentOrElse(
                        poll -> findings.add(kind, promise.requestId(), forgotten(promise, poll)), () -> end(promise));
    }

    private boolean wasJustBeforeKill(Promise promise) {
        long window = evidence.settings().killWindow().toMillis();
        return kills.stream().anyMatch(kill -> promise.acceptedAt() <= kill && promise.acceptedAt() > kill - window);
    }

    private static String forgotten(Promise promise, Poll poll) {
        return "404, " + (poll.at() - promise.acceptedAt()) + " ms after its 202";
    }

    private void end(Promise promise) {
        findings.examined(STUCK);
        Poll end = promise.end().orElse(null);
        if (end == null) {
            findings.add(STUCK, promise.requestId(), "never final; heard last: " + lastHeard(promise));
            return;
        }
        Poll first = promise.finals().get(0);
        long endedAt = first.completedAt() == null ? first.at() : first.completedAt();
        long after = endedAt - evidence.history().heal().orElse(Long.MAX_VALUE);
        if (after > evidence.settings().finalWithin().toMillis()) {
            findings.add(STUCK, promise.requestId(), "final " + after + " ms after the heal");
        }
        boolean decided = "OK".equals(end.state()) || "NOT_WRITTEN".equals(end.outcome());
        findings.examined(UNDECIDED);
        if (!decided) {
            findings.add(UNDECIDED, promise.requestId(), "its end: " + end.truth());
        }
    }

    private static String lastHeard(Promise promise) {
        List<Poll> polls = promise.polls();
        return polls.isEmpty() ? "nothing" : polls.get(polls.size() - 1).truth();
    }
}
