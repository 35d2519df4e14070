package com.bhf.kafka.producer;

import java.time.Duration;

/**
 * When sends are refused at once instead of being tried.
 *
 * @param failuresInARow how many failures without a success in between open the breaker; at least 1,
 *     default 5. A refused record (bad input) is neither
 * @param openFor how long sends are refused before some are let through as a trial; at least 1 ms,
 *     default 1 minute
 * @param trials how many sends are let through at a time while half-open; at least 1, default 3. The
 *     breaker opens again when all of them fail, and closes otherwise
 */
public record CircuitBreakerSettings(int failuresInARow, Duration openFor, int trials) {

    public CircuitBreakerSettings {
        requireAtLeastOne("failuresInARow", failuresInARow);
        requireAtLeastOne("trials", trials);
        if (openFor.toMillis() < 1) {
            throw new InvalidSettingException("openFor", openFor, "at least 1 ms");
        }
    }

    public static CircuitBreakerSettings defaults() {
        return new CircuitBreakerSettings(5, Duration.ofMinutes(1), 3);
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new InvalidSettingException(name, value, "1 or more");
        }
    }
}
