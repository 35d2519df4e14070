package com.bhf.kafka.lab.history;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Holds a history against the log. A pure function: the history, with the final statuses in it, and the records of
 * every partition, read after the last status, are all it knows.
 */
public final class HistoryCheck {

    private HistoryCheck() {}

    public static Report check(History history, List<LogRecord> log, FaultEvidence faults, CheckSettings settings) {
        Evidence evidence = new Evidence(history, new RecordIndex(log), faults, settings);
        Findings findings = new Findings();
        OutcomeCheck.run(evidence, findings);
        AcknowledgedCheck.run(evidence, findings);
        DuplicateCheck.run(evidence, findings);
        EndCheck.run(evidence, findings);
        FinalityCheck.run(evidence, findings);
        RequestCheck.run(evidence, findings);
        FaultCheck.run(evidence, findings);
        long inversions = OrderCheck.run(evidence, findings);
        return report(evidence, findings, Counts.of(evidence, inversions));
    }

    private static Report report(Evidence evidence, Findings findings, Counts counts) {
        List<Violation> violations = findings.violations();
        return new Report(
                counts,
                perKind(findings::examinedOf),
                perKind(kind -> violations.stream()
                        .filter(violation -> violation.kind() == kind)
                        .count()),
                examples(violations),
                Times.of(evidence.history()),
                evidence.faults(),
                counts.accepted() == 0 ? 1 : 3.0 / counts.accepted());
    }

    /** Some of each kind. */
    private static List<Violation> examples(List<Violation> violations) {
        Map<ViolationKind, List<Violation>> byKind = violations.stream()
                .collect(Collectors.groupingBy(
                        Violation::kind, () -> new EnumMap<>(ViolationKind.class), Collectors.toList()));
        int each = Report.EXAMPLES / Math.max(1, byKind.size());
        return byKind.values().stream()
                .flatMap(kind -> kind.stream().limit(each))
                .toList();
    }

    private static Map<ViolationKind, Long> perKind(ToLongFunction<ViolationKind> count) {
        Map<ViolationKind, Long> counts = new EnumMap<>(ViolationKind.class);
        for (ViolationKind kind : ViolationKind.values()) {
            counts.put(kind, count.applyAsLong(kind));
        }
        return counts;
    }
}
