package com.bhf.kafka.lab.history;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the checks of one run looked at, and what they found. Not thread-safe. */
final class Findings {

    private final Map<ViolationKind, Long> examined = new EnumMap<>(ViolationKind.class);
    private final List<Violation> violations = new ArrayList<>();

    /** So that a check that had nothing to look at is seen. */
    void examined(ViolationKind kind) {
        examined(kind, 1);
    }

    void examined(ViolationKind kind, long times) {
        examined.merge(kind, times, Long::sum);
    }

    void add(ViolationKind kind, String subject, String what) {
        violations.add(new Violation(kind, subject, what));
    }

    long examinedOf(ViolationKind kind) {
        return examined.getOrDefault(kind, 0L);
    }

    List<Violation> violations() {
        return violations;
    }
}
