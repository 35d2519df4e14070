package com.bhf.kafka.lab.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What got worse since an earlier run, and what better. A figure has changed when its median differs by more than 5 %
 * and no round of the one run is as good as any of the other: of two times five rounds that differ by chance, that
 * happens once in 252; of two times three, once in 20; with fewer nothing is said. On another machine only ratios and
 * allocations are compared.
 */
record Comparison(List<Change> changes, boolean sameMachine) {

    static final double LEAST = 0.05;
    static final int FEWEST_ROUNDS = 3;

    record Change(String what, Spread before, Spread after, boolean worse) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%s %s: %,.4g -> %,.4g (%+.0f %%; rounds %,.4g to %,.4g, now %,.4g to %,.4g)",
                    worse ? "WORSE " : "better",
                    what,
                    before.median(),
                    after.median(),
                    100 * (after.median() / before.median() - 1),
                    before.min(),
                    before.max(),
                    after.min(),
                    after.max());
        }
    }

    boolean hasRegression() {
        return changes.stream().anyMatch(Change::worse);
    }

    static Comparison of(BenchReport before, BenchReport after) {
        boolean same = before.machine().isLike(after.machine());
        List<Change> changes = new ArrayList<>();
        for (Ratio now : after.ratios()) {
            before.ratios().stream()
                    .filter(then -> then.name().equals(now.name()))
                    .forEach(then -> add(changes, "ratio of " + now.label(), then.value(), now.value(), true));
        }
        for (Summary now : after.summaries()) {
            before.summaries().stream()
                    .filter(then -> then.scenario().equals(now.scenario()))
                    .forEach(then -> compare(then, now, same, changes));
        }
        return new Comparison(List.copyOf(changes), same);
    }

    private static void compare(Summary then, Summary now, boolean sameMachine, List<Change> changes) {
        lower(changes, then, now, "allocation", Summary::allocatedEach);
        if (sameMachine) {
            add(changes, now.scenario() + ": throughput", then.perSecond(), now.perSecond(), true);
            lower(changes, then, now, "p50", Summary::p50);
            lower(changes, then, now, "p99", Summary::p99);
            lower(changes, then, now, "p99.9", Summary::p999);
            lower(changes, then, now, "CPU", Summary::cpuPerThousand);
        }
    }

    private static void lower(
            List<Change> changes, Summary then, Summary now, String what, Function<Summary, @Nullable Spread> figure) {
        Spread before = figure.apply(then);
        Spread after = figure.apply(now);
        if (before != null && after != null) {
            add(changes, now.scenario() + ": " + what, before, after, false);
        }
    }

    private static void add(List<Change> changes, String what, Spread before, Spread after, boolean higherIsBetter) {
        if (Math.min(before.rounds(), after.rounds()) < FEWEST_ROUNDS) {
            return;
        }
        boolean fell = after.max() < before.min() && after.median() < before.median() * (1 - LEAST);
        boolean rose = after.min() > before.max() && after.median() > before.median() * (1 + LEAST);
        if (fell || rose) {
            changes.add(new Change(what, before, after, higherIsBetter ? fell : rose));
        }
    }
}
