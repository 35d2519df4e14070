package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * What the service says of itself.
 *
 * @param idempotencyKeyRetention how long after its request's end an idempotency key is known, as an ISO-8601 duration
 */
@Serdeable
record ServiceInfo(
        String service,
        String version,
        List<String> modes,
        List<String> sendTypes,
        String idempotencyKeyRetention,
        Instant time) {
    static final String NAME = "reliable-producer-api";

    static ServiceInfo at(Instant time, Duration retention) {
        String version = ServiceInfo.class.getPackage().getImplementationVersion();
        return new ServiceInfo(
                NAME,
                version == null ? "development" : version,
                Arrays.stream(DeliveryMode.values()).map(DeliveryMode::wireName).toList(),
                Arrays.stream(SendMode.values()).map(SendMode::wireName).toList(),
                retention.toString(),
                time);
    }
}
