package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Chart;
import com.bhf.kafka.lab.bench.Study.Finding;
import com.bhf.kafka.lab.bench.Study.Point;
import com.bhf.kafka.lab.bench.Study.Series;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Throughput of sync sends to 1 and to 100 topics, and with 1 to 1,000 connections, in interleaved rounds. */
record TopicsStudy(StudyLab lab) {

    private static final String PREFIX = "bench-topics-";
    private static final int TOPICS = 100;
    private static final int USUAL = 64;
    private static final List<Integer> CONNECTIONS = List.of(1, 8, USUAL, 256, 1_000);
    private static final double WITHIN = 0.75;
    private static final int LEAST_ROUNDS = 3;

    private record Setting(int topics, int connections) {}

    Study run() throws IOException, InterruptedException {
        for (int i = 0; i < TOPICS; i++) {
            lab.lab().topics().create(PREFIX + i, 1);
        }
        Map<Setting, List<Double>> rates = new LinkedHashMap<>();
        CONNECTIONS.forEach(connections -> rates.put(new Setting(1, connections), new ArrayList<>()));
        rates.put(new Setting(TOPICS, USUAL), new ArrayList<>());
        try (BenchService service = lab.ready("topics", lab.options().jvmArguments())) {
            load(service, new Setting(TOPICS, USUAL)).run(lab.options().warmUp());
            for (int round = 0; round < Math.max(LEAST_ROUNDS, lab.options().rounds()); round++) {
                for (Map.Entry<Setting, List<Double>> each : rates.entrySet()) {
                    each.getValue().add(rate(service, each.getKey()));
                }
            }
        }
        return study(rates);
    }

    private double rate(BenchService service, Setting setting) throws IOException, InterruptedException {
        LoadResult result = load(service, setting).run(lab.options().duration());
        Truth.problem(result, result.records()).ifPresent(problem -> {
            throw new BenchException(setting + " cannot be believed: " + problem);
        });
        lab.progress()
                .accept(ReportText.text(
                        "%d topics, %d connections: %,.0f/s",
                        setting.topics(), setting.connections(), result.requestsPerSecond()));
        return result.requestsPerSecond();
    }

    private Load load(BenchService service, Setting setting) {
        String path = "/api/v1/send?mode=idempotent&sendMode=sync";
        return lab.wrk(
                service,
                "topics.lua",
                setting.connections(),
                1,
                List.of(path, PREFIX, String.valueOf(setting.topics())));
    }

    private static Study study(Map<Setting, List<Double>> rates) {
        double usual =
                Spread.of(rates.getOrDefault(new Setting(1, USUAL), List.of())).median();
        List<Finding> findings = new ArrayList<>();
        List<Point> byConnections = new ArrayList<>();
        rates.forEach((setting, values) -> {
            double rate = Spread.of(values).median();
            if (setting.topics() == 1) {
                byConnections.add(new Point(setting.connections(), rate));
            }
            if (!setting.equals(new Setting(1, USUAL))) {
                findings.add(StudyLab.atLeast(
                        ReportText.text("%d topics, %d connections", setting.topics(), setting.connections()),
                        rate / usual,
                        "of 1 topic, 64 connections",
                        WITHIN));
            }
        });
        Series series = new Series("1 topic", byConnections);
        return new Study(
                "topics",
                "Throughput by topics and connections",
                findings,
                List.of(new Chart("Throughput by connections", "connections", "requests per second", List.of(series))));
    }
}
