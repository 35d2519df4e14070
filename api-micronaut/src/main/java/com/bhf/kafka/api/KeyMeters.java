package com.bhf.kafka.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;

/** Counts requests whose idempotency key was taken. Thread-safe. */
@Singleton
final class KeyMeters {
    private final Counter replays;
    private final Counter conflicts;
    private final Counter mismatches;

    KeyMeters(MeterRegistry registry) {
        this.replays = counter(registry, "replay");
        this.conflicts = counter(registry, "conflict");
        this.mismatches = counter(registry, "mismatch");
    }

    private static Counter counter(MeterRegistry registry, String result) {
        return registry.counter("api_idempotency_key_taken", "result", result);
    }

    /**
     * Counts since the start.
     *
     * @param replays answered with what became of the first request
     * @param conflicts the first request was still open (409)
     * @param mismatches the first request was another one (422)
     */
    @Serdeable
    record Counts(long replays, long conflicts, long mismatches) {}

    Counts counts() {
        return new Counts((long) replays.count(), (long) conflicts.count(), (long) mismatches.count());
    }

    void replay() {
        replays.increment();
    }

    void conflict() {
        conflicts.increment();
    }

    void mismatch() {
        mismatches.increment();
    }
}
