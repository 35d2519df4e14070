package com.bhf.kafka.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Answers of calls made one after the other, and how long they took. */
record Latencies(List<Answer> answers) {

    static Latencies of(int calls, Supplier<Answer> call) {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            answers.add(call.get());
        }
        return new Latencies(answers);
    }

    Duration p99() {
        return percentile(99);
    }

    private Duration percentile(int percent) {
        List<Duration> sorted = answers.stream().map(Answer::elapsed).sorted().toList();
        return sorted.get((sorted.size() - 1) * percent / 100);
    }

    @Override
    public String toString() {
        return "%d calls, p50 %d us, p99 %d us, max %d us"
                .formatted(answers.size(), micros(50), micros(99), micros(100));
    }

    private long micros(int percent) {
        return percentile(percent).toNanos() / 1_000;
    }
}
