package com.bhf.kafka.lab.history;

import java.util.List;

/** Durations in milliseconds: the middle, the 99th percentile and the longest; all zero when there were none. */
public record Spread(long count, long p50, long p99, long max) {

    static Spread of(List<Long> millis) {
        List<Long> sorted = millis.stream().sorted().toList();
        if (sorted.isEmpty()) {
            return new Spread(0, 0, 0, 0);
        }
        return new Spread(sorted.size(), at(sorted, 50), at(sorted, 99), sorted.get(sorted.size() - 1));
    }

    private static long at(List<Long> sorted, int percent) {
        return sorted.get((sorted.size() - 1) * percent / 100);
    }
}
