package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Chart;
import com.bhf.kafka.lab.bench.Study.Point;
import com.bhf.kafka.lab.bench.Study.Series;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports that nobody measured. */
final class Reports {

    static final MachineFacts MACHINE = new MachineFacts(2, "a CPU", 8_000, "Linux", "17", "4.3.1");

    private Reports() {}

    /** Five rounds; the throughput of sync is scaled. */
    static BenchReport report(double syncShare, MachineFacts machine) {
        List<Measurement> measurements = new ArrayList<>();
        for (int round = 1; round <= 5; round++) {
            for (Scenario scenario : Scenario.values()) {
                double rate = 10_000 + round * 50;
                measurements.add(
                        measurement(scenario, round, scenario == Scenario.SYNC ? rate * syncShare : rate, null));
            }
        }
        return report(measurements, machine);
    }

    static BenchReport report(List<Measurement> measurements, MachineFacts machine) {
        Series series = new Series("a study's series", List.of(new Point(0, 1), new Point(10, 5)));
        Study study = new Study(
                "memory",
                "A study",
                List.of(StudyLab.atMost("a finding", 5, "MiB", 4)),
                List.of(new Chart("A study's chart", "seconds", "MiB", List.of(series))));
        return new BenchReport(
                "2026-01-01T00:00:00Z",
                "abc",
                machine,
                5,
                10,
                64,
                Summary.of(measurements),
                Ratio.of(measurements),
                List.of(study),
                measurements);
    }

    static Measurement measurement(Scenario scenario, int round, double rate, @Nullable String problem) {
        return new Measurement(
                scenario.option(),
                round,
                rate,
                (long) rate,
                new Latency(1, 2, 3, 4),
                0.5,
                0.25,
                2_048.0,
                300.0,
                0.5,
                0.01,
                (long) rate,
                problem);
    }
}
