package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.InvalidSettingException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How sends of unknown outcome are brought to a final status.
 *
 * @param maxAge until which age an idempotent send is sent again; default 1 hour
 * @param settle how long a request may still be under way after its client has given it up or died. Only a
 *     record that is absent from two scans so far apart is taken as not written; default 5 s. It must
 *     cover {@code request.timeout.ms}, what the network can hold back, and the lag of in-sync replicas
 * @param scanBound how long one scan of a topic may take; default 30 s
 * @param firstBackoff pause before the first re-send; doubles, with jitter, up to {@code lastBackoff}; default 200 ms
 * @param lastBackoff the longest such pause; default 30 s
 * @param lease how long this process may leave its lease unrenewed before another instance on the same store
 *     takes over its open sends; 1 s or more, default 10 s
 */
public record RedeliverySettings(
        Duration maxAge,
        Duration settle,
        Duration scanBound,
        Duration firstBackoff,
        Duration lastBackoff,
        Duration lease) {

    public RedeliverySettings {
        requirePositive("REDELIVERY_MAX_AGE_MS", maxAge);
        requirePositive("REDELIVERY_SETTLE_MS", settle);
        requirePositive("scanBound", scanBound);
        requirePositive("firstBackoff", firstBackoff);
        requirePositive("lastBackoff", lastBackoff);
        if (lease.toMillis() < 1_000) {
            throw new InvalidSettingException("STATUS_LEASE_MS", lease.toMillis(), "1000 or more");
        }
    }

    /** Defaults but for the two that depend on where the service runs. */
    public static RedeliverySettings of(Duration maxAge, Duration settle) {
        return of(maxAge, settle, Duration.ofSeconds(10));
    }

    /** Defaults but for the three that depend on where the service runs. */
    public static RedeliverySettings of(Duration maxAge, Duration settle, Duration lease) {
        return new RedeliverySettings(
                maxAge, settle, Duration.ofSeconds(30), Duration.ofMillis(200), Duration.ofSeconds(30), lease);
    }

    /** Pause before re-send number {@code n} (from 1): between half and all of the doubled pause. */
    Duration backoff(int n) {
        long doubled = firstBackoff.toMillis() << Math.min(n - 1, 20);
        long full = Math.min(doubled, lastBackoff.toMillis());
        return Duration.ofMillis(full / 2 + ThreadLocalRandom.current().nextLong(full / 2 + 1));
    }

    private static void requirePositive(String name, Duration value) {
        if (value.toMillis() < 1) {
            throw new InvalidSettingException(name, value.toMillis(), "1 ms or more");
        }
    }
}
