package com.bhf.kafka.lab.bench;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one of the long measurements found.
 *
 * @param problem why there is nothing to believe; null when there is
 *
 * @param findings each with its own goal
 * @param charts what was seen on the way
 * @param othersCpu what others than the benchmark used of the machine meanwhile, 0 to 1
 */
record Study(
        String name,
        String title,
        List<Finding> findings,
        List<Chart> charts,
        @Nullable String problem,
        double othersCpu) {

    Study(String name, String title, List<Finding> findings, List<Chart> charts) {
        this(name, title, findings, charts, null, 0);
    }

    static Study failed(String name, @Nullable String problem) {
        return new Study(name, name, List.of(), List.of(), String.valueOf(problem), 0);
    }

    Study withOthers(double share) {
        return new Study(name, title, findings, charts, problem, share);
    }

    boolean disturbed() {
        return othersCpu > Measurement.DISTURBED;
    }

    /** @param goal in words */
    record Finding(String what, double value, String unit, String goal, boolean reached) {}

    /** Lines over a common axis. */
    record Chart(String title, String xLabel, String yLabel, List<Series> series) {}

    record Series(String name, List<Point> points) {}

    record Point(double x, double y) {}
}
