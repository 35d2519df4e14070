package com.bhf.kafka.lab.bench;

/** A ratio that is to be reached: one scenario's throughput to another's. */
enum Goal {
    SYNC("sync to /health", Scenario.SYNC, Scenario.HEALTH, 0.45),
    ASYNC("async durable to /health", Scenario.ASYNC, Scenario.HEALTH, 0.30),
    STORE("async in H2 to without any store", Scenario.ASYNC, Scenario.ASYNC_NO_STORE, 0.60),
    BATCH("batches of 100 to the raw producer", Scenario.BATCH, Scenario.RAW, 0.60),
    NDJSON("NDJSON to the raw producer", Scenario.NDJSON, Scenario.RAW, 0.60);

    private final String label;
    private final Scenario ours;
    private final Scenario limit;
    private final double atLeast;

    Goal(String label, Scenario ours, Scenario limit, double atLeast) {
        this.label = label;
        this.ours = ours;
        this.limit = limit;
        this.atLeast = atLeast;
    }

    String label() {
        return label;
    }

    Scenario ours() {
        return ours;
    }

    Scenario limit() {
        return limit;
    }

    double atLeast() {
        return atLeast;
    }
}
