package com.bhf.kafka.lab.history;

import static com.bhf.kafka.lab.history.ViolationKind.FAULT_NOT_SEEN;

/** Check 12: faults that never happened prove nothing. */
final class FaultCheck {

    private FaultCheck() {}

    static void run(Evidence evidence, Findings findings) {
        FaultEvidence faults = evidence.faults();
        if (faults.proxyAsked()) {
            expectSome(faults.proxiedBytes(), "bytes through the fault proxy", findings);
        }
        if (faults.lostAcksAsked()) {
            expectSome(faults.lostAcks(), "lost acks", findings);
        }
    }

    private static void expectSome(long count, String what, Findings findings) {
        findings.examined(FAULT_NOT_SEEN);
        if (count == 0) {
            findings.add(FAULT_NOT_SEEN, what, "none");
        }
    }
}
