package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.BarChart.Bar;
import com.bhf.kafka.lab.bench.Study.Chart;
import com.bhf.kafka.lab.bench.Study.Finding;
import com.bhf.kafka.lab.bench.Study.Point;
import com.bhf.kafka.lab.bench.Study.Series;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report as one page that needs nothing else: no script, no font, no picture from outside. */
final class HtmlReport {

    private static final Set<Scenario> LIMITS = EnumSet.of(Scenario.HEALTH, Scenario.RAW);
    private static final Set<Scenario> RECORDS = EnumSet.of(Scenario.RAW, Scenario.BATCH, Scenario.NDJSON);
    private static final double KIB = 1024;

    private final BenchReport report;
    private final StringBuilder cards = new StringBuilder();

    private HtmlReport(BenchReport report) {
        this.report = report;
    }

    static String page(BenchReport report) {
        HtmlReport page = new HtmlReport(report);
        page.ratios();
        page.scenarios();
        page.rounds();
        report.studies().forEach(page::study);
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>Benchmark " + Svg.escaped(report.commit()) + "</title>\n<style>\n" + css()
                + "</style></head>\n<body><main>\n" + page.head() + "<div class=\"cards\">\n" + page.cards
                + "</div>\n</main></body></html>\n";
    }

    private static String css() {
        return Scripts.resource("page.css");
    }

    private String head() {
        MachineFacts machine = report.machine();
        String facts = ReportText.text(
                "%s, commit %s. %d cores, %s, %,d MiB, %s, JDK %s, Kafka clients %s. Medians of %d rounds of %.0f s,"
                        + " wrk with %d connections; broker, service and load share the machine.",
                report.begun(),
                report.commit(),
                machine.cores(),
                machine.cpu(),
                machine.memoryMib(),
                machine.kernel(),
                machine.jdk(),
                machine.kafkaClients(),
                report.rounds(),
                report.seconds(),
                report.connections());
        return "<h1>Benchmark</h1>\n<p class=\"facts\">" + Svg.escaped(facts) + "</p>\n" + warnings();
    }

    private String warnings() {
        StringBuilder out = new StringBuilder();
        long disturbed =
                report.measurements().stream().filter(Measurement::disturbed).count();
        if (disturbed > 0) {
            warn(
                    out,
                    ReportText.text(
                            "%d of %d measurements were disturbed: others used more than %.0f %% of the machine.",
                            disturbed, report.measurements().size(), 100 * Measurement.DISTURBED));
        }
        report.measurements().stream()
                .filter(measurement -> !measurement.valid())
                .forEach(measurement -> warn(
                        out,
                        "Invalid: " + measurement.scenario() + ", round " + measurement.round() + ": "
                                + measurement.problem()));
        report.studies().stream()
                .filter(study -> study.problem() != null)
                .forEach(study -> warn(out, "Invalid: " + study.name() + ": " + study.problem()));
        report.studies().stream().filter(Study::disturbed).forEach(study -> warn(out, ReportText.disturbed(study)));
        return out.toString();
    }

    private static void warn(StringBuilder out, String text) {
        out.append("<div class=\"warning\">").append(Svg.escaped(text)).append("</div>\n");
    }

    private void ratios() {
        if (report.ratios().isEmpty()) {
            return;
        }
        List<Bar> bars = report.ratios().stream()
                .map(ratio -> new Bar(shortName(ratio), ratio.value(), false, ratio.goal()))
                .toList();
        card(
                "Ratios to the limits",
                "Each within its round, then the median. The dashed line is the goal: at least that.",
                new BarChart("Ratios", "share of the limit", bars).svg());
        StringBuilder rows = new StringBuilder(
                "<table><tr><th>Goal</th><th>at least</th><th>median</th>" + "<th>rounds</th><th></th></tr>\n");
        for (Ratio ratio : report.ratios()) {
            rows.append(ReportText.text(
                    "<tr><td>%s</td><td>%.2f</td><td>%.2f</td><td>%.2f to %.2f</td>%s</tr>\n",
                    Svg.escaped(ratio.label()),
                    ratio.goal(),
                    ratio.value().median(),
                    ratio.value().min(),
                    ratio.value().max(),
                    verdict(ratio.reached())));
        }
        card(
                "Goals",
                "What is not reached is explained in lab-scripts/results.",
                rows.append("</table>").toString());
    }

    private static String shortName(Ratio ratio) {
        Goal goal = Goal.valueOf(ratio.name());
        return goal.ours().option() + " / " + goal.limit().option();
    }

    private static String verdict(boolean reached) {
        return reached ? "<td class=\"good\">reached</td>" : "<td class=\"bad\">not reached</td>";
    }

    private void scenarios() {
        List<Summary> all = report.summaries();
        if (all.isEmpty()) {
            return;
        }
        List<Summary> requests =
                all.stream().filter(each -> !RECORDS.contains(of(each))).toList();
        List<Summary> records =
                all.stream().filter(each -> RECORDS.contains(of(each))).toList();
        bars(
                "One record a request",
                "The grey bar is the limit; the thin line spans the rounds.",
                "requests per second",
                requests,
                Summary::perSecond,
                1);
        bars(
                "Many records a request",
                "The grey bar is Kafka's own tool, without HTTP.",
                "records per second",
                records,
                Summary::perSecond,
                1);
        List<Summary> timed = all.stream().filter(each -> each.p50() != null).toList();
        card(
                "Latency",
                "Of closed-loop load at full rate, so mostly time in queues; the half-rate study tells of others. "
                        + "Of a batch it is that of 100 records.",
                legend(LatencyChart.NAMES, LatencyChart.COLOURS) + new LatencyChart(timed).svg());
        bars(
                "CPU of the service",
                "With the delivery and the commit that follow an answer.",
                "CPU seconds for 1,000 records",
                all,
                Summary::cpuPerThousand,
                1);
        bars("Allocation of the service", "", "KiB for each record", all, Summary::allocatedEach, KIB);
        bars("Resident memory of the service", "Right after the load.", "MiB", all, Summary::residentMib, 1);
        wide("All figures", table(all));
    }

    private static Scenario of(Summary summary) {
        return Scenario.parse(summary.scenario());
    }

    private void bars(
            String title,
            String note,
            String unit,
            List<Summary> of,
            Function<Summary, @Nullable Spread> figure,
            double scale) {
        List<Bar> bars = new ArrayList<>();
        for (Summary summary : of) {
            Spread spread = figure.apply(summary);
            if (spread != null) {
                Spread scaled = new Spread(
                        spread.median() / scale, spread.min() / scale, spread.max() / scale, spread.rounds());
                bars.add(new Bar(summary.scenario(), scaled, LIMITS.contains(of(summary)), null));
            }
        }
        if (!bars.isEmpty()) {
            card(title, note, new BarChart(title, unit, bars).svg());
        }
    }

    private static String table(List<Summary> all) {
        StringBuilder rows = new StringBuilder("<table><tr><th></th><th>per second</th><th>spread</th><th>p50 ms</th>"
                + "<th>p99 ms</th><th>p99.9 ms</th><th>CPU s / 1,000</th><th>KiB each</th><th>RSS MiB</th></tr>\n");
        for (Summary each : all) {
            rows.append(ReportText.text(
                    "<tr><td>%s</td><td>%,.0f</td><td>%.0f %%</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td>"
                            + "<td>%s</td><td>%s</td></tr>\n",
                    Svg.escaped(each.scenario() + ": " + each.label()),
                    each.perSecond().median(),
                    100 * each.perSecond().noise(),
                    median(each.p50(), 1),
                    median(each.p99(), 1),
                    median(each.p999(), 1),
                    median(each.cpuPerThousand(), 1),
                    median(each.allocatedEach(), KIB),
                    median(each.residentMib(), 1)));
        }
        return rows.append("</table>").toString();
    }

    private static String median(@Nullable Spread spread, double unit) {
        return spread == null ? "" : Axis.text(spread.median() / unit);
    }

    /** Throughput and disturbance by round, in shares: so all fit one axis. */
    private void rounds() {
        if (report.rounds() < 2 || report.summaries().isEmpty()) {
            return;
        }
        List<Series> others = new ArrayList<>();
        for (int round = 1; round <= report.rounds(); round++) {
            others.add(new Series("round " + round, othersIn(round)));
        }
        chart(new Chart(
                "Others on the machine", "measurement, in the order of the round", "share of the machine", others));
    }

    private List<Point> othersIn(int round) {
        List<Point> points = new ArrayList<>();
        for (Measurement measurement : report.measurements()) {
            if (measurement.round() == round) {
                points.add(new Point(points.size() + 1.0, measurement.othersCpu()));
            }
        }
        return points;
    }

    private void study(Study study) {
        if (study.problem() != null) {
            return;
        }
        StringBuilder rows = new StringBuilder("<table><tr><th></th><th>measured</th><th>goal</th><th></th></tr>\n");
        for (Finding finding : study.findings()) {
            rows.append(ReportText.text(
                    "<tr><td>%s</td><td>%s %s</td><td>%s</td>%s</tr>\n",
                    Svg.escaped(finding.what()),
                    Axis.text(finding.value()),
                    Svg.escaped(finding.unit()),
                    Svg.escaped(finding.goal()),
                    verdict(finding.reached())));
        }
        wide(study.title(), rows.append("</table>").toString());
        study.charts().forEach(this::chart);
    }

    private void chart(Chart chart) {
        List<String> names = chart.series().stream().map(Series::name).toList();
        card(
                chart.title(),
                "",
                (names.size() > 1 ? legend(names, LineChart.COLOURS) : "") + new LineChart(chart).svg());
    }

    private static String legend(List<String> names, List<String> colours) {
        StringBuilder legend = new StringBuilder("<div class=\"legend\">");
        for (int i = 0; i < names.size(); i++) {
            legend.append("<span><i style=\"background: var(--").append(colours.get(i % colours.size()));
            legend.append(")\"></i>").append(Svg.escaped(names.get(i))).append("</span>");
        }
        return legend.append("</div>\n").toString();
    }

    private void card(String title, String note, String content) {
        cards.append("<section><h2>").append(Svg.escaped(title)).append("</h2>\n");
        cards.append(note.isEmpty() ? "" : "<p>" + Svg.escaped(note) + "</p>\n").append(content);
        cards.append("</section>\n");
    }

    private void wide(String title, String content) {
        cards.append("<section class=\"wide\"><h2>").append(Svg.escaped(title)).append("</h2>\n");
        cards.append(content).append("</section>\n");
    }
}
