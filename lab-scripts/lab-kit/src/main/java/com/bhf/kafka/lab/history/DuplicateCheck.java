package com.bhf.kafka.lab.history;

import static com.bhf.kafka.lab.history.ViolationKind.DUPLICATE;

import java.util.List;

/** Check 2: no request-id stands twice in the log, in whichever partition or topic. */
final class DuplicateCheck {

    private DuplicateCheck() {}

    static void run(Evidence evidence, Findings findings) {
        for (List<LogRecord> records : evidence.log().groupsOfOneId()) {
            findings.examined(DUPLICATE);
            if (records.size() > 1) {
                findings.add(
                        DUPLICATE,
                        String.valueOf(records.get(0).requestId()),
                        "at " + records.stream().map(LogRecord::place).toList());
            }
        }
    }
}
