package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Objects;

/** The load of each scenario. */
final class Loads {

    static final int BATCH = 100;

    private final BenchLab lab;
    private final PerfToolLoad perfTool;
    private int keyRuns;

    Loads(BenchLab lab) {
        this.lab = lab;
        this.perfTool = new PerfToolLoad(lab.bootstrapServers(), Scenario.RAW.topic(), lab.folder());
    }

    Load of(Scenario scenario) throws IOException {
        String topic = scenario.topic();
        return switch (scenario) {
            case HEALTH -> wrk(scenario, "get.lua", "health", 1, List.of());
            case RAW -> perfTool;
            case SYNC -> wrk(scenario, "send.lua", "", 1, List.of(send("sync", topic)));
            case ASYNC, ASYNC_NO_STORE, POSTGRES -> wrk(scenario, "send.lua", "", 1, List.of(send("async", topic)));
            case ASYNC_STATUS ->
                wrk(scenario, "status.lua", "", 1, List.of(send("async", topic), "/api/v1/status?requestId="));
            case BATCH -> wrk(scenario, "batch.lua", "", BATCH, List.of(batch(topic)));
            case NDJSON -> new NdjsonLoad(target(scenario), batch(topic));
            case KEY ->
                wrk(
                        scenario,
                        "key.lua",
                        "",
                        1,
                        List.of(send("sync", topic), Long.toString(System.nanoTime(), 36) + keyRuns++));
        };
    }

    static String send(String sendMode, String topic) {
        return "/api/v1/send?mode=idempotent&sendMode=" + sendMode + "&topic=" + topic;
    }

    static String batch(String topic) {
        return "/api/v1/send/batch?mode=idempotent&sendMode=sync&topic=" + topic;
    }

    private URI target(Scenario scenario) {
        return lab.service(Objects.requireNonNull(scenario.service())).api();
    }

    private Load wrk(Scenario scenario, String script, String path, int records, List<String> arguments)
            throws IOException {
        return new WrkLoad(
                lab.options().wrk(),
                lab.folder(),
                script,
                target(scenario).resolve("/" + path),
                lab.options().connections(),
                records,
                arguments);
    }
}
