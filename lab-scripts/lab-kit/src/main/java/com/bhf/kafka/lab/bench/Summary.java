package com.bhf.kafka.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All rounds of a scenario that can be believed, each figure as its spread. Null: not measured there.
 *
 * @param invalid how many rounds cannot
 */
record Summary(
        String scenario,
        String label,
        Spread perSecond,
        @Nullable Spread p50,
        @Nullable Spread p99,
        @Nullable Spread p999,
        @Nullable Spread cpuPerThousand,
        @Nullable Spread allocatedEach,
        @Nullable Spread residentMib,
        int invalid) {

    static List<Summary> of(List<Measurement> measurements) {
        List<Summary> summaries = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            List<Measurement> all = measurements.stream()
                    .filter(measurement -> measurement.scenario().equals(scenario.option()))
                    .toList();
            List<Measurement> valid = all.stream().filter(Measurement::valid).toList();
            if (!valid.isEmpty()) {
                summaries.add(of(scenario, valid, all.size() - valid.size()));
            }
        }
        return summaries;
    }

    private static Summary of(Scenario scenario, List<Measurement> valid, int invalid) {
        return new Summary(
                scenario.option(),
                scenario.label(),
                Objects.requireNonNull(spread(valid, Measurement::perSecond)),
                latency(valid, Latency::p50),
                latency(valid, Latency::p99),
                latency(valid, Latency::p999),
                spread(valid, Measurement::cpuPerThousand),
                spread(valid, Measurement::allocatedEach),
                spread(valid, Measurement::residentMib),
                invalid);
    }

    private static @Nullable Spread latency(List<Measurement> valid, Function<Latency, Double> figure) {
        return spread(
                valid.stream()
                        .map(Measurement::latency)
                        .filter(Objects::nonNull)
                        .toList(),
                figure);
    }

    private static <T> @Nullable Spread spread(List<T> from, Function<T, @Nullable Double> figure) {
        List<Double> values = from.stream()
                .map(each -> Optional.ofNullable(figure.apply(each)))
                .flatMap(Optional::stream)
                .toList();
        return values.isEmpty() ? null : Spread.of(values);
    }
}
