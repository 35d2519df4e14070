package com.bhf.kafka.lab.history;

import java.util.List;
import java.util.Map;

/**
 * What the check of a history found.
 *
 * @param examined how often each kind was looked for: a zero says that the run could not have shown it
 * @param violations how many of each kind were found, kinds without any included
 * @param examples some of each kind, at most {@value #EXAMPLES} in all
 * @param upperBound of the share of broken promises, at 95 % confidence, when none was seen in N: 3/N
 */
public record Report(
        Counts counts,
        Map<ViolationKind, Long> examined,
        Map<ViolationKind, Long> violations,
        List<Violation> examples,
        Times times,
        FaultEvidence faults,
        double upperBound) {

    static final int EXAMPLES = 20;

    public long of(ViolationKind kind) {
        return violations.getOrDefault(kind, 0L);
    }

    public boolean hasViolations() {
        return violations.values().stream().anyMatch(count -> count > 0);
    }
}
