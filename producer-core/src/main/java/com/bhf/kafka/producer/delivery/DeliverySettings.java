package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.InvalidSettingException;
import java.time.Duration;

/**
 * Bounds of the delivery engine.
 *
 * @param maxInFlight how many sends of each kind (with and without a row) may be open; 1 to 1,000,000,
 *     default 10,000
 * @param deliveryTimeout how long an accepted send that never left the client is tried again;
 *     default 2 min
 * @param maxBlock how long a send without a row may wait for its turn; default 2 s
 * @param firstRetry pause before a send that never left the client is tried again; doubles up to
 *     {@code lastRetry}; default 100 ms
 * @param lastRetry the longest such pause; default 1 s
 * @param maxCommit how many changes one commit of the store takes at most; default 256
 */
public record DeliverySettings(
        int maxInFlight,
        Duration deliveryTimeout,
        Duration maxBlock,
        Duration firstRetry,
        Duration lastRetry,
        int maxCommit) {

    public DeliverySettings {
        if (maxInFlight < 1 || maxInFlight > 1_000_000) {
            throw new InvalidSettingException("MAX_IN_FLIGHT", maxInFlight, "1 to 1000000");
        }
        if (maxCommit < 1) {
            throw new InvalidSettingException("maxCommit", maxCommit, "1 or more");
        }
        if (firstRetry.toMillis() < 1 || lastRetry.compareTo(firstRetry) < 0) {
            throw new InvalidSettingException("lastRetry", lastRetry, "not below firstRetry, which is 1 ms or more");
        }
    }

    /** Defaults for the bounds, with the producers' own timeouts. */
    public static DeliverySettings of(int maxInFlight, Duration deliveryTimeout, Duration maxBlock) {
        return new DeliverySettings(
                maxInFlight, deliveryTimeout, maxBlock, Duration.ofMillis(100), Duration.ofSeconds(1), 256);
    }

    /** Pause before try number {@code attempt + 1}. */
    Duration retryPause(int attempt) {
        int doublings = Math.min(attempt, 20);
        Duration pause = firstRetry.multipliedBy(1L << doublings);
        return pause.compareTo(lastRetry) < 0 ? pause : lastRetry;
    }
}
