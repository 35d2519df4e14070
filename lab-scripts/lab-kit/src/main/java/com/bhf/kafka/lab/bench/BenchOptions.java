package com.bhf.kafka.lab.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to measure and how.
 *
 * @param rounds of all scenarios; with 0 only the long measurements run
 * @param duration of one measurement
 * @param warmUp of each scenario, once
 * @param scenarios in their order
 * @param studies the long measurements
 * @param classPath of the service
 * @param noStoreClassPath of the service without a store
 * @param archive its class-data archive; null when there is none
 * @param results where JSON and HTML go
 * @param work where the folder of the run is made; null where temporary files go
 * @param compare an earlier result
 * @param commit of what is measured, as text
 */
record BenchOptions(
        int rounds,
        Duration duration,
        Duration warmUp,
        int connections,
        List<Scenario> scenarios,
        Set<StudyKind> studies,
        Duration soak,
        long growthRows,
        String classPath,
        String noStoreClassPath,
        List<String> jvmArguments,
        @Nullable Path archive,
        Path wrk,
        Path results,
        @Nullable Path work,
        @Nullable Path compare,
        String commit) {

    BenchOptions {
        scenarios = List.copyOf(scenarios);
        studies = Set.copyOf(studies);
        jvmArguments = List.copyOf(jvmArguments);
        require(rounds >= 0, "--rounds", rounds, "0 or more");
        require(duration.toSeconds() >= 1, "--seconds", duration.toSeconds(), "1 or more");
        require(connections >= 1 && connections <= 1_000, "--connections", connections, "between 1 and 1000");
        require(soak.toSeconds() >= 10, "--soak", soak.toSeconds() + "s", "10s or more");
        require(growthRows >= 1_000, "--growth-rows", growthRows, "1000 or more");
    }

    private static void require(boolean holds, String option, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(option + " " + value + " is not " + allowed);
        }
    }
}
