package com.bhf.kafka.lab.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A goal and what was measured: the ratios within each round, since what disturbs a round disturbs both its sides.
 *
 * @param goal at least this
 */
record Ratio(String name, String label, double goal, Spread value, boolean reached) {

    /** The ratios whose both sides were measured and can be believed. */
    static List<Ratio> of(List<Measurement> measurements) {
        return Arrays.stream(Goal.values())
                .map(goal -> of(goal, measurements))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Ratio> of(Goal goal, List<Measurement> measurements) {
        List<Double> values = new ArrayList<>();
        for (Measurement ours : measurements) {
            if (ours.valid() && ours.scenario().equals(goal.ours().option())) {
                measurements.stream()
                        .filter(limit -> limit.valid()
                                && limit.round() == ours.round()
                                && limit.scenario().equals(goal.limit().option()))
                        .forEach(limit -> values.add(ours.perSecond() / limit.perSecond()));
            }
        }
        if (values.isEmpty()) {
            return Optional.empty();
        }
        Spread spread = Spread.of(values);
        return Optional.of(
                new Ratio(goal.name(), goal.label(), goal.atLeast(), spread, spread.median() >= goal.atLeast()));
    }
}
