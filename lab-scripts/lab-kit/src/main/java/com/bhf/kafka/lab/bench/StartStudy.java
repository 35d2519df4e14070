package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** From the start of the process to the first 200 of a send in each mode, with a fresh H2 file. */
record StartStudy(StudyLab lab) {

    private static final int STARTS = 5;
    private static final double GOAL_SECONDS = 1.5;
    private static final String TOPIC = "bench-start";

    Study run() throws InterruptedException {
        lab.lab().topics().create(TOPIC, 1);
        List<Finding> findings = new ArrayList<>();
        if (lab.options().archive() != null) {
            List<String> archive = List.of(
                    "-XX:SharedArchiveFile=" + lab.options().archive(), "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
            findings.add(finding("start, with a class archive", "archive", archive));
        }
        findings.add(finding("start, without a class archive", "plain", List.of()));
        return new Study("start", "Process start to the first 200 of both modes", findings, List.of());
    }

    private Finding finding(String what, String name, List<String> more) throws InterruptedException {
        List<String> arguments = new ArrayList<>(lab.options().jvmArguments());
        arguments.addAll(more);
        List<Double> seconds = new ArrayList<>();
        for (int i = 1; i <= STARTS; i++) {
            double took = start("start-" + name + "-" + i, arguments).toNanos() / 1e9;
            lab.progress().accept(ReportText.text("%s: %.2f s", what, took));
            seconds.add(took);
        }
        return StudyLab.atMost(
                what + ", median of " + STARTS, Spread.of(seconds).median(), "s", GOAL_SECONDS);
    }

    private Duration start(String name, List<String> arguments) throws InterruptedException {
        try (BenchService service = lab.start(name, arguments, Map.of())) {
            String path = "/api/v1/send?sendMode=sync&eventId=E-1&topic=" + TOPIC + "&mode=";
            service.awaitFirst200("POST", path + "idempotent");
            return service.awaitFirst200("POST", path + "plain");
        }
    }
}
