package com.bhf.kafka.lab.history;

import static com.bhf.kafka.lab.history.ViolationKind.REORDERED;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Check 10: of two async sends of one key, the second submitted after the 202 of the first, the second stands behind
 * the first. Counted always; a violation only where it is claimed.
 */
final class OrderCheck {

    private final Evidence evidence;
    private final Findings findings;
    private long inversions;

    private OrderCheck(Evidence evidence, Findings findings) {
        this.evidence = evidence;
        this.findings = findings;
    }

    /** Returns how many pairs stand the wrong way round. */
    static long run(Evidence evidence, Findings findings) {
        OrderCheck check = new OrderCheck(evidence, findings);
        Map<List<String>, List<Promise>> byKey = new HashMap<>();
        for (Promise promise : evidence.history().promises()) {
            List<String> key = List.of(
                    promise.submit().topic(),
                    promise.submit().key(),
                    promise.submit().mode());
            byKey.computeIfAbsent(key, name -> new ArrayList<>()).add(promise);
        }
        byKey.values().forEach(check::oneKey);
        return check.inversions;
    }

    private void oneKey(List<Promise> promises) {
        for (int i = 1; i < promises.size(); i++) {
            pair(promises.get(i - 1), promises.get(i));
        }
    }

    private void pair(Promise earlier, Promise later) {
        List<LogRecord> first = evidence.log().ofId(earlier.requestId());
        List<LogRecord> second = evidence.log().ofId(later.requestId());
        boolean comparable = later.submit().at() > earlier.acceptedAt()
                && first.size() == 1
                && second.size() == 1
                && first.get(0).partition() == second.get(0).partition();
        if (!comparable) {
            return;
        }
        findings.examined(REORDERED);
        if (second.get(0).offset() < first.get(0).offset()) {
            inversions++;
            if (evidence.settings().orderClaimed()) {
                findings.add(
                        REORDERED,
                        later.requestId(),
                        "at " + second.get(0).place() + ", before " + earlier.requestId() + " at "
                                + first.get(0).place());
            }
        }
    }
}
