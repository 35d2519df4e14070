package com.bhf.kafka.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class RetryPolicyPropertyTest {

    @Property
    void shouldStayWithinTheJitterAroundTheExponentialAndBelowTheCap(
            @ForAll @IntRange(min = 1, max = 100) int maxAttempts,
            @ForAll @IntRange(min = 1, max = 3_600_000) int initial,
            @ForAll @DoubleRange(min = 1, max = 10) double multiplier,
            @ForAll @IntRange(min = 0, max = 86_400_000) int more,
            @ForAll @DoubleRange(min = 0, max = 1) double jitter,
            @ForAll @IntRange(min = 1, max = 100) int attempt,
            @ForAll long seed) {
        long cap = Math.min(86_400_000L, (long) initial + more);
        RetryPolicy policy = new RetryPolicy(
                maxAttempts, Duration.ofMillis(initial), multiplier, Duration.ofMillis(cap), jitter, new Random(seed));

        Optional<Duration> delay = policy.delayAfter(attempt);

        assertThat(delay.isPresent()).isEqualTo(attempt < maxAttempts);
        double exponential = Math.min((double) cap, initial * Math.pow(multiplier, attempt - 1.0));
        delay.map(Duration::toMillis)
                .ifPresent(millis -> assertThat((double) millis)
                        .isBetween(
                                Math.floor(exponential * (1 - jitter)) - 1,
                                Math.min((double) cap, Math.ceil(exponential * (1 + jitter)) + 1)));
    }

    @Property
    void shouldGrowWithoutJitterUntilTheCap(@ForAll @IntRange(min = 1, max = 99) int attempt) {
        RetryPolicy policy = new RetryPolicy(100, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), 0, new Random(0));

        long expected = attempt > 9 ? 300_000 : 1_000L << (attempt - 1);

        assertThat(policy.delayAfter(attempt)).contains(Duration.ofMillis(expected));
    }
}
