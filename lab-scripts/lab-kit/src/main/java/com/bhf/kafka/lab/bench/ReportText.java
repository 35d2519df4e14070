package com.bhf.kafka.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report as a table for a terminal. */
final class ReportText {

    private static final double KIB = 1024;

    private ReportText() {}

    static List<String> lines(BenchReport report) {
        List<String> lines = new ArrayList<>();
        if (!report.summaries().isEmpty()) {
            lines.add(text(
                    "Medians of %d rounds of %.0f s, %d connections. Latency in ms; CPU seconds for 1,000 and KiB allocated for"
                            + " each record (/health: request), both of the service.",
                    report.rounds(), report.seconds(), report.connections()));
            lines.add("");
            lines.add(text(
                    "%-16s %11s %8s %8s %8s %8s %8s %8s %9s",
                    "", "per second", "spread", "p50", "p99", "p99.9", "CPU/1000", "KiB each", "RSS MiB"));
            report.summaries().forEach(summary -> lines.add(row(summary)));
            lines.add("");
        }
        for (Ratio ratio : report.ratios()) {
            lines.add(text(
                    "%-40s %6.2f   goal %.2f or more   %s",
                    ratio.label(), ratio.value().median(), ratio.goal(), verdict(ratio.reached())));
        }
        for (Study study : report.studies()) {
            if (study.problem() != null) {
                lines.add("INVALID " + study.name() + ": " + study.problem());
            }
            for (Study.Finding finding : study.findings()) {
                lines.add(text(
                        "%-40s %,.2f %s   goal %s   %s",
                        finding.what(), finding.value(), finding.unit(), finding.goal(), verdict(finding.reached())));
            }
        }
        problems(report, lines);
        return lines;
    }

    private static String row(Summary summary) {
        return text(
                "%-16s %,11.0f %7.0f%% %8s %8s %8s %8s %8s %9s",
                summary.scenario(),
                summary.perSecond().median(),
                100 * summary.perSecond().noise(),
                median(summary.p50(), 1, "%.2f"),
                median(summary.p99(), 1, "%.2f"),
                median(summary.p999(), 1, "%.2f"),
                median(summary.cpuPerThousand(), 1, "%.4f"),
                median(summary.allocatedEach(), KIB, "%.1f"),
                median(summary.residentMib(), 1, "%.0f"));
    }

    private static String median(@Nullable Spread spread, double unit, String format) {
        return spread == null ? "" : text(format, spread.median() / unit);
    }

    static String disturbed(Study study) {
        return text("%s was disturbed: others used %.0f %% of the machine.", study.name(), 100 * study.othersCpu());
    }

    static String verdict(boolean reached) {
        return reached ? "reached" : "NOT REACHED";
    }

    private static void problems(BenchReport report, List<String> lines) {
        report.studies().stream().filter(Study::disturbed).forEach(study -> lines.add(disturbed(study)));
        long disturbed =
                report.measurements().stream().filter(Measurement::disturbed).count();
        if (disturbed > 0) {
            lines.add(text(
                    "%d of %d measurements were disturbed: others used more than %.0f %% of the machine meanwhile.",
                    disturbed, report.measurements().size(), 100 * Measurement.DISTURBED));
        }
        report.measurements().stream()
                .filter(measurement -> !measurement.valid())
                .forEach(measurement -> lines.add(text(
                        "INVALID %s, round %d: %s",
                        measurement.scenario(), measurement.round(), measurement.problem())));
    }

    /** The same in every locale. */
    static String text(String format, @Nullable Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
