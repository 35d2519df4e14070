package com.bhf.kafka.orders;

import com.bhf.kafka.producer.InvalidSettingException;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When to try again: exponential backoff with a cap, and jitter so that orders that failed together do not come back
 * together. Immutable, thread-safe if its source of random numbers is.
 *
 * @param maxAttempts how often an order is tried in all, the first time included; 1 to 100, default 5
 * @param initialDelay before the second attempt; 1 ms to 1 h, default 1 s
 * @param multiplier of the delay, from attempt to attempt; 1 to 10, default 2
 * @param maxDelay no delay is longer, jitter included; at least the initial delay, at most 24 h, default 5 min
 * @param jitter by which share a delay may be longer or shorter; 0 to 1, default 0.2
 */
record RetryPolicy(
        int maxAttempts,
        Duration initialDelay,
        double multiplier,
        Duration maxDelay,
        double jitter,
        RandomGenerator random) {

    private static final int HOUR = 3_600_000;
    private static final int DAY = 24 * HOUR;

    /** @throws InvalidSettingException names the variable, its value and what is allowed */
    static RetryPolicy from(Variables variables, RandomGenerator random) {
        int initial = variables.number("ORDERS_RETRY_INITIAL_DELAY_MS", 1_000, 1, HOUR);
        return new RetryPolicy(
                variables.number("ORDERS_RETRY_MAX_ATTEMPTS", 5, 1, 100),
                Duration.ofMillis(initial),
                variables.decimal("ORDERS_RETRY_MULTIPLIER", 2, 1, 10),
                variables.millis("ORDERS_RETRY_MAX_DELAY_MS", Math.max(300_000, initial), initial, DAY),
                variables.decimal("ORDERS_RETRY_JITTER", 0.2, 0, 1),
                random);
    }

    /**
     * How long to wait after an attempt that failed.
     *
     * @param attempt the first is 1
     * @return empty when that was the last one
     */
    Optional<Duration> delayAfter(int attempt) {
        if (attempt >= maxAttempts) {
            return Optional.empty();
        }
        double cap = maxDelay.toMillis();
        double delay = Math.min(cap, initialDelay.toMillis() * Math.pow(multiplier, attempt - 1.0));
        double spread = 1 + jitter * (2 * random.nextDouble() - 1);
        return Optional.of(Duration.ofMillis(Math.round(Math.min(cap, delay * spread))));
    }
}
