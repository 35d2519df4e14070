package com.bhf.kafka.lab.bench;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The medians of p50, p99 and p99.9 of each scenario on one logarithmic axis. */
record LatencyChart(List<Summary> summaries) {

    static final List<String> COLOURS = List.of("s1", "s3", "s5");
    static final List<String> NAMES = List.of("p50", "p99", "p99.9");
    private static final int WIDTH = 560;
    private static final int LABELS = 120;
    private static final int RIGHT = 20;
    private static final int ROW = 30;
    private static final int TOP = 8;
    private static final int BOTTOM = 44;

    String svg() {
        int height = TOP + summaries.size() * ROW + BOTTOM;
        Svg svg = new Svg(WIDTH, height, "Latency");
        List<Double> all = summaries.stream()
                .flatMap(summary -> percentiles(summary).stream())
                .toList();
        Axis axis = Axis.logarithmic(
                Math.max(0.01, all.stream().mapToDouble(x -> x).min().orElse(1)),
                Math.max(0.1, all.stream().mapToDouble(x -> x).max().orElse(10)),
                LABELS,
                WIDTH - RIGHT);
        double floor = height - (double) BOTTOM;
        for (double mark : axis.marks()) {
            svg.line("grid", axis.at(mark), TOP, axis.at(mark), floor);
            svg.text("", "middle", axis.at(mark), floor + 16, Axis.text(mark));
        }
        svg.text("", "middle", (LABELS + WIDTH - RIGHT) / 2.0, height - 6.0, "milliseconds, logarithmic");
        for (int i = 0; i < summaries.size(); i++) {
            draw(svg, axis, summaries.get(i), TOP + i * ROW + ROW / 2.0);
        }
        return svg.end();
    }

    private static void draw(Svg svg, Axis axis, Summary summary, double y) {
        List<Double> values = percentiles(summary);
        svg.text("label", "end", LABELS - 8.0, y + 4, summary.scenario());
        svg.line("range", axis.at(values.get(0)), y, axis.at(values.get(values.size() - 1)), y);
        for (int i = 0; i < values.size(); i++) {
            String hint = summary.scenario() + " " + NAMES.get(i) + ": " + Axis.text(values.get(i)) + " ms";
            svg.dot(COLOURS.get(i), axis.at(values.get(i)), y, 5, hint);
        }
    }

    private static List<Double> percentiles(Summary summary) {
        return Stream.of(summary.p50(), summary.p99(), summary.p999())
                .filter(Objects::nonNull)
                .map(Spread::median)
                .toList();
    }
}
