package com.bhf.kafka.lab.history;

import java.time.Duration;

/**
 * What is claimed, and so checked.
 *
 * @param finalWithin how long after the heal a 202 may stay open
 * @param killWindow how long before a kill a 202 counts as given "just before" it
 * @param orderClaimed whether async sends of a key must stand in the order of their acceptance
 */
public record CheckSettings(Duration finalWithin, Duration killWindow, boolean orderClaimed) {

    public static CheckSettings defaults() {
        return new CheckSettings(Duration.ofSeconds(60), Duration.ofMillis(250), false);
    }
}
