package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What every refusal has in common. */
final class BadCallAssert {
    private static final Duration BOUND = Duration.ofSeconds(2);

    private static final int ROUNDS = 20;

    private BadCallAssert() {}

    static void assertRefused(BadCall call, Answer answer) {
        assertThat(answer.status()).as(answer.summary()).isEqualTo(call.status());
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json()).containsKeys("type", "title", "status", "detail", "instance");
        assertThat(answer.number("status")).isEqualTo(call.status());
        assertThat(answer.body())
                .doesNotContain("\\n\\tat ", "com.bhf", "io.micronaut", "java.lang", "org.apache", "fasterxml");
        if (!call.parameter().isEmpty()) {
            assertThat(answer.text("parameter")).isEqualTo(call.parameter());
            assertThat(answer.text("detail")).contains(call.parameter());
        }
        assertThat(answer.elapsed()).isLessThan(BOUND);
    }

    /** Measures several rounds, after one round to warm up; prints the slowest call and the 99th percentile. */
    static void assertFast(String when, ApiClient api, List<BadCall> calls) {
        calls.forEach(call -> call.on(api));
        Duration slowest = Duration.ZERO;
        BadCall slowestCall = calls.get(0);
        List<Answer> answers = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            for (BadCall call : calls) {
                Answer answer = call.on(api);
                answers.add(answer);
                if (answer.elapsed().compareTo(slowest) > 0) {
                    slowest = answer.elapsed();
                    slowestCall = call;
                }
            }
        }
        System.out.println(
                "measured: 4xx with Kafka " + when + ": " + new Latencies(answers) + " (" + slowestCall + ")");
        assertThat(slowest).isLessThan(BOUND);
    }
}
