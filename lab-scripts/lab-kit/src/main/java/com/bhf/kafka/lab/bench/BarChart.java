package com.bhf.kafka.lab.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lying bars with their median, a line from the lowest to the highest round, and where there is one the goal.
 *
 * @param unit of the axis
 */
record BarChart(String title, String unit, List<Bar> bars) {

    private static final int WIDTH = 560;
    private static final int LABELS = 150;
    private static final int VALUES = 60;
    private static final int ROW = 34;
    private static final int TOP = 8;
    private static final int BOTTOM = 44;
    private static final int THICK = 16;

    /** @param limit whether it is a limit and not ours */
    record Bar(
            String label,
            Spread value,
            boolean limit,
            @Nullable Double goal) {}

    String svg() {
        int height = TOP + bars.size() * ROW + BOTTOM;
        Svg svg = new Svg(WIDTH, height, title);
        Axis axis = Axis.linear(largest(), LABELS, WIDTH - VALUES);
        double floor = height - (double) BOTTOM;
        for (double mark : axis.marks()) {
            svg.line(mark == 0 ? "axis" : "grid", axis.at(mark), TOP, axis.at(mark), floor);
            svg.text("", "middle", axis.at(mark), floor + 16, Axis.text(mark));
        }
        svg.text("", "middle", (LABELS + WIDTH - VALUES) / 2.0, height - 6.0, unit);
        for (int i = 0; i < bars.size(); i++) {
            draw(svg, axis, bars.get(i), TOP + i * ROW + ROW / 2.0);
        }
        return svg.end();
    }

    private double largest() {
        return bars.stream()
                .mapToDouble(bar -> Math.max(bar.value().max(), bar.goal() == null ? 0 : bar.goal()))
                .max()
                .orElse(1);
    }

    private static void draw(Svg svg, Axis axis, Bar bar, double middle) {
        Spread value = bar.value();
        String hint = bar.label() + ": median " + Axis.text(value.median()) + ", rounds " + Axis.text(value.min())
                + " to " + Axis.text(value.max());
        double end = axis.at(value.median());
        svg.text("label", "end", LABELS - 8.0, middle + 4, bar.label());
        svg.bar(bar.limit() ? "limit" : "ours", LABELS, middle - THICK / 2.0, end - LABELS, THICK, hint);
        svg.line("range", axis.at(value.min()), middle, axis.at(value.max()), middle);
        double right = Math.max(end, axis.at(value.max()));
        if (bar.goal() != null) {
            double goal = axis.at(bar.goal());
            svg.line("goal", goal, middle - ROW / 2.0 + 3, goal, middle + ROW / 2.0 - 3);
            right = Math.max(right, goal);
        }
        svg.text("value", "start", right + 6, middle + 4, Axis.text(value.median()));
    }
}
