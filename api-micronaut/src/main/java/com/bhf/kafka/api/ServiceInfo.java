package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What the service says of itself. */
@Serdeable
record ServiceInfo(String service, String version, List<String> modes, List<String> sendTypes, Instant time) {
    static final String NAME = "reliable-producer-api";

    static ServiceInfo at(Instant time) {
        String version = ServiceInfo.class.getPackage().getImplementationVersion();
        return new ServiceInfo(
                NAME,
                version == null ? "development" : version,
                Arrays.stream(DeliveryMode.values()).map(DeliveryMode::wireName).toList(),
                Arrays.stream(SendMode.values()).map(SendMode::wireName).toList(),
                time);
    }
}
