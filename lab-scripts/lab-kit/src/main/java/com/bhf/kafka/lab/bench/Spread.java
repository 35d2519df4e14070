package com.bhf.kafka.lab.bench;

import java.util.List;

/** What the rounds of one figure say: the middle one, and how far they lie apart. */
record Spread(double median, double min, double max, int rounds) {

    /** @throws IllegalArgumentException there is no value */
    static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no value, no spread");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1), sorted.size());
    }

    /** From the lowest to the highest, as a share of the median. */
    double noise() {
        return median == 0 ? 0 : (max - min) / median;
    }
}
