package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** What every refusal has in common. */
final class BadCallAssert {
    private static final Duration BOUND = Duration.ofSeconds(2);

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

    /** The longest of several rounds, after one round to warm up. */
    static Duration slowest(ApiClient api, List<BadCall> calls, int rounds) {
        calls.forEach(call -> call.on(api));
        Duration slowest = Duration.ZERO;
        for (int round = 0; round < rounds; round++) {
            for (BadCall call : calls) {
                Duration elapsed = call.on(api).elapsed();
                slowest = elapsed.compareTo(slowest) > 0 ? elapsed : slowest;
            }
        }
        return slowest;
    }
}
