package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Chart;
import com.bhf.kafka.lab.bench.Study.Finding;
import com.bhf.kafka.lab.bench.Study.Point;
import com.bhf.kafka.lab.bench.Study.Series;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Async sends at half of the possible rate for a long time. Statuses are kept for a tenth of it, so that the file can
 * reach the size at which it is to stay.
 */
record SoakStudy(StudyLab lab) {

    private static final String TOPIC = "bench-soak";
    private static final double MEMORY_GROWTH = 1.05;
    private static final double FILE_GROWTH = 1.25;
    private static final int SAMPLES = 360;
    private static final int KEPT_SHARE = 10;

    Study run() throws IOException, InterruptedException {
        lab.lab().topics().create(TOPIC, 3);
        BenchOptions options = lab.options();
        Duration kept = options.soak().dividedBy(KEPT_SHARE);
        Map<String, String> environment = Map.of("STATUS_RETENTION", kept.toString());
        try (BenchService service =
                lab.start("soak", options.jvmArguments(), environment).awaitReady()) {
            lab.truly(lab.sends(service, "async", TOPIC), TOPIC, options.warmUp());
            double most = lab.truly(lab.sends(service, "async", TOPIC), TOPIC, options.duration())
                    .requestsPerSecond();
            lab.progress().accept(ReportText.text("%,.0f/s for %s", most / 2, options.soak()));
            Load half = new RateLoad(service.api(), Loads.send("async", TOPIC), options.connections(), most / 2);
            Sampler sampler = Sampler.start(
                    service.pid(), lab.store("soak"), options.soak().dividedBy(SAMPLES));
            try (sampler) {
                lab.truly(half, TOPIC, options.soak());
            }
            return study(sampler, ReportText.text("%s of async sends at %,.0f/s", options.soak(), most / 2));
        }
    }

    private static Study study(Sampler sampler, String title) {
        List<Finding> findings = List.of(
                StudyLab.atMost(
                        "resident memory, last quarter", growth(sampler.resident()), "of the second", MEMORY_GROWTH),
                StudyLab.atMost("threads, last quarter", growth(sampler.threads()), "of the second", MEMORY_GROWTH),
                StudyLab.atMost("database file, last quarter", growth(sampler.file()), "of the second", FILE_GROWTH));
        return new Study(
                "soak",
                title,
                findings,
                List.of(
                        new Chart("Resident memory", "seconds", "MiB", List.of(sampler.resident())),
                        new Chart("Threads", "seconds", "threads", List.of(sampler.threads())),
                        new Chart("Database file", "seconds", "MiB", List.of(sampler.file()))));
    }

    /** The most of the last quarter to the most of the second: the first is the warm-up. */
    static double growth(Series series) {
        int quarter = series.points().size() / 4;
        if (quarter == 0) {
            throw new BenchException("too few samples of " + series.name());
        }
        double second = most(series.points().subList(quarter, 2 * quarter));
        return most(series.points().subList(3 * quarter, series.points().size())) / second;
    }

    private static double most(List<Point> points) {
        return points.stream().mapToDouble(Point::y).max().orElse(0);
    }
}
