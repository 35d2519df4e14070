package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/** Latency of sync sends at half of what the service can do, at a constant rate. */
record HalfRateStudy(StudyLab lab) {

    private static final double GOAL_MS = 10;
    private static final String TOPIC = "bench-half-rate";
    private static final int LONGER = 3;

    Study run() throws IOException, InterruptedException {
        lab.lab().topics().create(TOPIC, 3);
        BenchOptions options = lab.options();
        try (BenchService service = lab.ready("half-rate", options.jvmArguments())) {
            lab.truly(lab.sends(service, "sync", TOPIC), TOPIC, options.warmUp());
            double most = lab.truly(lab.sends(service, "sync", TOPIC), TOPIC, options.duration())
                    .requestsPerSecond();
            Duration duration = options.duration().multipliedBy(LONGER);
            Load half = new RateLoad(service.api(), Loads.send("sync", TOPIC), options.connections(), most / 2);
            // What makes the load is to be compiled too.
            lab.truly(half, TOPIC, options.warmUp());
            LoadResult result = lab.truly(half, TOPIC, duration);
            Latency latency = Objects.requireNonNull(result.latency());
            return new Study(
                    "half-rate",
                    ReportText.text("Sync sends at %,.0f/s, half of %,.0f/s", most / 2, most),
                    List.of(
                            StudyLab.atMost("p50 of sync at half rate", latency.p50(), "ms", GOAL_MS),
                            StudyLab.atMost("p99 of sync at half rate", latency.p99(), "ms", GOAL_MS),
                            StudyLab.atLeast(
                                    "rate that was kept",
                                    result.requestsPerSecond() / (most / 2),
                                    "of the rate asked for",
                                    0.99)),
                    List.of());
        }
    }
}
