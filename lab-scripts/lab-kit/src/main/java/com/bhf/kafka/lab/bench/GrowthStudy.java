package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Chart;
import com.bhf.kafka.lab.bench.Study.Point;
import com.bhf.kafka.lab.bench.Study.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an async send costs while the H2 file gets its rows from async sends. */
record GrowthStudy(StudyLab lab) {

    private static final String TOPIC = "bench-growth";
    private static final double GOAL = 1.10;
    private static final int COMPARED = 5;
    /** Compiled later than that, the first measurements would hide what growth costs. */
    private static final int LONGER_WARM_UP = 4;

    private static final double MILLION = 1e6;

    Study run() throws IOException, InterruptedException {
        lab.lab().topics().create(TOPIC, 3);
        List<Point> cost = new ArrayList<>();
        List<Point> rate = new ArrayList<>();
        List<Point> file = new ArrayList<>();
        try (BenchService service = lab.ready("growth", lab.options().jvmArguments())) {
            Load load = lab.sends(service, "async", TOPIC);
            long rows = lab.truly(load, TOPIC, lab.options().warmUp().multipliedBy(LONGER_WARM_UP))
                    .records();
            while (rows < lab.options().growthRows() || cost.size() < 2 * COMPARED) {
                double before = ProcFiles.cpuSeconds(service.pid());
                LoadResult result = lab.truly(load, TOPIC, lab.options().duration());
                double cpu = ProcFiles.cpuSeconds(service.pid()) - before;
                rows += result.records();
                cost.add(new Point(rows / MILLION, 1000 * cpu / result.records()));
                rate.add(new Point(rows / MILLION, result.recordsPerSecond()));
                file.add(new Point(rows / MILLION, Sampler.fileMib(lab.store("growth"))));
                lab.progress().accept(ReportText.text("%,d rows: %,.0f/s", rows, result.recordsPerSecond()));
            }
        }
        double ratio = mean(cost.subList(cost.size() - COMPARED, cost.size())) / mean(cost.subList(0, COMPARED));
        return new Study(
                "growth",
                "Cost of an async send as the store grows",
                List.of(StudyLab.atMost("CPU each, last five measurements", ratio, "of the first five", GOAL)),
                List.of(
                        chart("CPU by rows", "CPU seconds for 1,000", cost),
                        chart("Throughput by rows", "records per second", rate),
                        chart("Database file by rows", "MiB", file)));
    }

    private static double mean(List<Point> points) {
        return points.stream().mapToDouble(Point::y).average().orElse(0);
    }

    private static Chart chart(String title, String unit, List<Point> points) {
        return new Chart(title, "million rows", unit, List.of(new Series(unit, points)));
    }
}
