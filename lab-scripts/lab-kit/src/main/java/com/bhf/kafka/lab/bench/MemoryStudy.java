package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Chart;
import com.bhf.kafka.lab.bench.Study.Point;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Resident memory with a heap of 256 MiB under sync, async and batches, each at full rate. */
record MemoryStudy(StudyLab lab) {

    private static final double GOAL_MIB = 400;
    private static final String TOPIC = "bench-memory";
    private static final Duration EVERY = Duration.ofMillis(500);

    Study run() throws IOException, InterruptedException {
        lab.lab().topics().create(TOPIC, 3);
        List<String> arguments = new ArrayList<>(lab.options().jvmArguments());
        // As the README has it for little memory.
        arguments.addAll(List.of("-Xmx256m", "-Xms128m", "-Xmn96m"));
        try (BenchService service = lab.ready("memory", arguments)) {
            Sampler sampler = Sampler.start(service.pid(), lab.store("memory"), EVERY);
            try (sampler) {
                lab.truly(
                        lab.sends(service, "sync", TOPIC), TOPIC, lab.options().duration());
                lab.truly(
                        lab.sends(service, "async", TOPIC), TOPIC, lab.options().duration());
                Load batches = lab.wrk(
                        service, "batch.lua", lab.options().connections(), Loads.BATCH, List.of(Loads.batch(TOPIC)));
                lab.truly(batches, TOPIC, lab.options().duration());
            }
            double most = sampler.resident().points().stream()
                    .mapToDouble(Point::y)
                    .max()
                    .orElse(0);
            return new Study(
                    "memory",
                    "Memory under full load with -Xmx256m: sync, then async, then batches",
                    List.of(StudyLab.atMost("most resident memory", most, "MiB", GOAL_MIB)),
                    List.of(new Chart("Resident memory, -Xmx256m", "seconds", "MiB", List.of(sampler.resident()))));
        }
    }
}
