package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.bench.Study.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What the long measurements share: services of their own, loads whose result must be true, and how they report. */
record StudyLab(BenchLab lab, Consumer<String> progress) {

    private static final Duration SETTLE = Duration.ofMinutes(1);

    BenchOptions options() {
        return lab.options();
    }

    Path store(String name) {
        return lab.folder().resolve(name);
    }

    /** A service with a fresh H2 file. Returns at once. */
    BenchService start(String name, List<String> jvmArguments, Map<String, String> environment) {
        return lab.service(name, options().classPath(), jvmArguments, "jdbc:h2:file:" + store(name), environment);
    }

    BenchService ready(String name, List<String> jvmArguments) throws InterruptedException {
        return start(name, jvmArguments, Map.of()).awaitReady();
    }

    Load wrk(BenchService service, String script, int connections, int records, List<String> arguments) {
        return new WrkLoad(options().wrk(), lab.folder(), script, service.api(), connections, records, arguments);
    }

    Load sends(BenchService service, String sendMode, String topic) {
        return wrk(service, "send.lua", options().connections(), 1, List.of(Loads.send(sendMode, topic)));
    }

    /** @throws BenchException the result cannot be believed */
    LoadResult truly(Load load, String topic, Duration duration) throws IOException, InterruptedException {
        long before = lab.topics().settled(topic, 0, SETTLE);
        LoadResult result = load.run(duration);
        long written = lab.topics().settled(topic, before + result.records(), SETTLE) - before;
        Truth.problem(result, written).ifPresent(problem -> {
            throw new BenchException("a load on " + topic + " cannot be believed: " + problem);
        });
        return result;
    }

    static Finding atMost(String what, double value, String unit, double goal) {
        return new Finding(what, value, unit, "at most " + Axis.text(goal) + " " + unit, value <= goal);
    }

    static Finding atLeast(String what, double value, String unit, double goal) {
        return new Finding(what, value, unit, "at least " + Axis.text(goal) + " " + unit, value >= goal);
    }
}
