package com.bhf.kafka.lab.bench;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What is measured in each round. The first two are the limits that the others are held against. */
enum Scenario {
    HEALTH("health", "GET /health, the limit of requests", ServiceKind.H2),
    RAW("raw", "Kafka's own performance tool, the limit of records", null),
    SYNC("sync", "sync, idempotent mode", ServiceKind.H2),
    ASYNC("async", "async, durable in H2", ServiceKind.H2),
    ASYNC_NO_STORE("async-no-store", "async, without any store", ServiceKind.NO_STORE),
    ASYNC_STATUS("async-status", "async in H2, status asked for until final", ServiceKind.H2),
    BATCH("batch", "sync, JSON arrays of 100", ServiceKind.H2),
    NDJSON("ndjson", "sync, NDJSON stream", ServiceKind.H2),
    KEY("key", "sync, with an Idempotency-Key each", ServiceKind.H2),
    POSTGRES("async-postgres", "async, durable in PostgreSQL", ServiceKind.POSTGRES);

    private final String option;
    private final String label;
    private final @Nullable ServiceKind service;

    Scenario(String option, String label, @Nullable ServiceKind service) {
        this.option = option;
        this.label = label;
        this.service = service;
    }

    String option() {
        return option;
    }

    String label() {
        return label;
    }

    /** Null: it goes to Kafka directly. */
    @Nullable ServiceKind service() {
        return service;
    }

    /** Whether it writes records, which must then be in its topic. */
    boolean writes() {
        return this != HEALTH;
    }

    String topic() {
        return "bench-" + option;
    }

    static Scenario parse(String option) {
        return Arrays.stream(values())
                .filter(scenario -> scenario.option.equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--only '" + option + "' is not one of "
                        + Arrays.stream(values()).map(Scenario::option).collect(Collectors.joining(", "))));
    }
}
