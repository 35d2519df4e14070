package com.bhf.kafka.lab.crash;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to run. Immutable. {@link CrashTestMain#options} makes them of a command line.
 *
 * @param seed decides what is sent and which fault strikes when; not how processes are scheduled
 * @param rounds how many times a fault strikes, at least
 * @param requests how many sends must have got a 202, at least; rounds go on until then
 * @param rate sends per second
 * @param faults none: only load
 * @param instances of the service, on one store
 * @param mode of the sends, {@code idempotent} or {@code plain}
 * @param idempotencyKeys whether half of the sends carry an Idempotency-Key, and are retried when cut
 * @param finalWithin how long after the heal a 202 may stay open
 * @param settle how long to wait before statuses and log are read for the last time
 * @param environment variables of the service, in addition
 * @param work where to make the folder of the run; null: where temporary files go
 * @param results where to keep log and summary; null: with the files of the run
 */
public record CrashTestOptions(
        long seed,
        int rounds,
        int requests,
        int rate,
        List<FaultKind> faults,
        int instances,
        StoreKind store,
        int brokers,
        String mode,
        boolean idempotencyKeys,
        Duration finalWithin,
        Duration settle,
        ServiceCommand service,
        Map<String, String> environment,
        @Nullable Path work,
        @Nullable Path results) {

    /** @throws IllegalArgumentException names the option, its value and what is allowed */
    public CrashTestOptions {
        faults = List.copyOf(faults);
        environment = Map.copyOf(environment);
        requireAtLeast("--rounds", rounds, 0);
        requireAtLeast("--requests", requests, 0);
        requireAtLeast("--rate", rate, 1);
        requireOneOf("--instances", instances, List.of(1, 2));
        requireOneOf("--brokers", brokers, List.of(1, 3));
        requireOneOf("--mode", mode, List.of("idempotent", "plain"));
        if (instances > 1 && !store.isServer()) {
            throw new IllegalArgumentException(
                    "--instances " + instances + " needs --store h2-server or postgres: one process owns an H2 file");
        }
        if (faults.contains(FaultKind.STOP_STORE) && !store.isServer()) {
            throw new IllegalArgumentException("--faults stop-store needs --store h2-server or postgres");
        }
        if (brokers > 1 && faults.stream().anyMatch(FaultKind::needsProxy)) {
            throw new IllegalArgumentException(
                    "--brokers " + brokers + " has no fault proxy: no cut, lost-acks or latency with it");
        }
    }

    private static void requireAtLeast(String option, int value, int least) {
        if (value < least) {
            throw new IllegalArgumentException(option + " " + value + " is less than " + least);
        }
    }

    private static void requireOneOf(String option, Object value, Collection<?> allowed) {
        if (!allowed.contains(value)) {
            throw new IllegalArgumentException(option + " " + value + " is not one of " + allowed);
        }
    }

    boolean needsProxy() {
        return faults.stream().anyMatch(FaultKind::needsProxy);
    }

    List<FaultKind> strikes() {
        return faults.stream().filter(fault -> !fault.isLasting()).toList();
    }

    List<FaultKind> lasting() {
        return faults.stream().filter(FaultKind::isLasting).toList();
    }
}
