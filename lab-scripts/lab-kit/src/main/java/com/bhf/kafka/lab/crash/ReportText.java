package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.history.Counts;
import com.bhf.kafka.lab.history.Report;
import com.bhf.kafka.lab.history.Spread;
import com.bhf.kafka.lab.history.Violation;
import com.bhf.kafka.lab.history.ViolationKind;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A report as people and as programs read it. */
final class ReportText {

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private ReportText() {}

    static List<String> options(CrashTestOptions options) {
        List<String> lines = new ArrayList<>();
        named(options).forEach((name, value) -> lines.add(name + " " + value));
        return lines;
    }

    private static Map<String, Object> named(CrashTestOptions options) {
        Map<String, Object> named = new LinkedHashMap<>();
        named.put("seed", options.seed());
        named.put("rounds", options.rounds());
        named.put("requests", options.requests());
        named.put("rate", options.rate());
        named.put(
                "faults",
                String.join(
                        ",", options.faults().stream().map(FaultKind::option).toList()));
        named.put("instances", options.instances());
        named.put("store", options.store().option());
        named.put("brokers", options.brokers());
        named.put("mode", options.mode());
        named.put("idempotency-keys", options.idempotencyKeys());
        named.put("final-within-seconds", options.finalWithin().toSeconds());
        named.put("settle-seconds", options.settle().toSeconds());
        named.put("environment", options.environment());
        return named;
    }

    static String json(CrashTestOptions options, Report report) {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("options", named(options));
        summary.put("report", report);
        try {
            return JSON.writeValueAsString(summary) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report is plain data", e);
        }
    }

    static List<String> lines(Report report) {
        List<String> lines = new ArrayList<>();
        counts(report.counts(), lines);
        lines.add(spread("time to final", report.times().toFinal()));
        lines.add(spread(
                "final after a kill, of what was open at it", report.times().afterKill()));
        lines.add(spread(
                "final after the heal, of what was open at it", report.times().afterHeal()));
        if (report.faults().proxyAsked()) {
            lines.add(text(
                    "acks really lost: %,d; bytes through the proxy: %,d",
                    report.faults().lostAcks(), report.faults().proxiedBytes()));
        }
        lines.add("");
        lines.add(text("%-5s %-20s %12s %10s", "check", "kind", "looked at", "violations"));
        for (ViolationKind kind : ViolationKind.values()) {
            lines.add(text(
                    "%-5d %-20s %,12d %,10d",
                    kind.check(), kind, report.examined().getOrDefault(kind, 0L), report.of(kind)));
        }
        lines.add("");
        report.examples().stream().map(Violation::toString).forEach(lines::add);
        lines.add(verdict(report));
        return lines;
    }

    private static void counts(Counts counts, List<String> lines) {
        lines.add(text(
                "N = %,d accepted (202): %,d OK, %,d ERROR, %,d without an end",
                counts.accepted(),
                counts.written(),
                counts.notWritten(),
                counts.accepted() - counts.written() - counts.notWritten()));
        lines.add(text(
                "%,d requests in %,d attempts: %,d sync acknowledged, %,d cut, %.2f %% of unknown outcome; answers %s",
                counts.requests(),
                counts.attempts(),
                counts.acknowledged(),
                counts.cut(),
                counts.unknownPercent(),
                counts.answers()));
        lines.add(text(
                "%,d records in the log, %,d kills, %,d pairs of a key out of order",
                counts.records(), counts.kills(), counts.orderInversions()));
    }

    private static String spread(String what, Spread spread) {
        return text(
                "%s: p50 %,d ms, p99 %,d ms, max %,d ms (%,d requests)",
                what, spread.p50(), spread.p99(), spread.max(), spread.count());
    }

    private static String verdict(Report report) {
        long lost = report.of(ViolationKind.LOST)
                + report.of(ViolationKind.FORGOTTEN)
                + report.of(ViolationKind.FORGOTTEN_BY_KILL);
        long duplicates = report.of(ViolationKind.DUPLICATE) + report.of(ViolationKind.RETRY_DUPLICATE);
        String zeros = text(
                "lost %,d, duplicates %,d, untruthful %,d, stuck %,d, changed after final %,d, phantom %,d",
                lost,
                duplicates,
                untruthful(report),
                report.of(ViolationKind.STUCK),
                report.of(ViolationKind.CHANGED_AFTER_FINAL),
                report.of(ViolationKind.PHANTOM));
        if (report.hasViolations()) {
            return "BROKEN: " + zeros;
        }
        return "KEPT: " + zeros + text("; with 0 in N the share is below 3/N = %.6f at 95 %%", report.upperBound());
    }

    private static long untruthful(Report report) {
        return report.of(ViolationKind.UNTRUTHFUL)
                + report.of(ViolationKind.WRONG_PLACE)
                + report.of(ViolationKind.SHARED_PLACE)
                + report.of(ViolationKind.WRONG_CONTENT)
                + report.of(ViolationKind.UNDECIDED)
                + report.of(ViolationKind.REFUSED_BUT_WRITTEN);
    }

    /** The same in every locale. */
    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
