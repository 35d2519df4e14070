package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Point;
import com.bhf.kafka.lab.bench.Study.Series;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Lines over a common axis that begins at 0. */
record LineChart(Study.Chart chart) {

    static final List<String> COLOURS = List.of("s1", "s2", "s3", "s4", "s5", "s6");
    private static final int WIDTH = 560;
    private static final int HEIGHT = 280;
    private static final int LEFT = 64;
    private static final int RIGHT = 16;
    private static final int TOP = 10;
    private static final int BOTTOM = 46;
    private static final int DOTS_UP_TO = 40;

    String svg() {
        Svg svg = new Svg(WIDTH, HEIGHT, chart.title());
        List<Point> all = chart.series().stream()
                .flatMap(series -> series.points().stream())
                .toList();
        Axis x = Axis.linear(all.stream().mapToDouble(Point::x).max().orElse(1), LEFT, WIDTH - RIGHT);
        Axis y = Axis.linear(all.stream().mapToDouble(Point::y).max().orElse(1), HEIGHT - BOTTOM, TOP);
        for (double mark : y.marks()) {
            svg.line(mark == 0 ? "axis" : "grid", LEFT, y.at(mark), WIDTH - RIGHT, y.at(mark));
            svg.text("", "end", LEFT - 6.0, y.at(mark) + 4, Axis.text(mark));
        }
        for (double mark : x.marks()) {
            svg.text("", "middle", x.at(mark), HEIGHT - BOTTOM + 16.0, Axis.text(mark));
        }
        svg.text("", "middle", (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8.0, chart.xLabel());
        svg.upright(14, (HEIGHT - BOTTOM + TOP) / 2.0, chart.yLabel());
        for (int i = 0; i < chart.series().size(); i++) {
            draw(svg, x, y, chart.series().get(i), COLOURS.get(i % COLOURS.size()));
        }
        return svg.end();
    }

    private static void draw(Svg svg, Axis x, Axis y, Series series, String colour) {
        svg.path(
                colour,
                series.points().stream()
                        .map(point -> String.format(Locale.ROOT, "%.1f,%.1f", x.at(point.x()), y.at(point.y())))
                        .collect(Collectors.joining(" ")));
        if (series.points().size() <= DOTS_UP_TO) {
            series.points()
                    .forEach(point -> svg.dot(
                            colour,
                            x.at(point.x()),
                            y.at(point.y()),
                            3.5,
                            series.name() + ": " + Axis.text(point.y()) + " at " + Axis.text(point.x())));
        }
    }
}
