package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.ProducerSettings;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The producer's settings: from the environment, with this lab's defaults. */
record Environment(Map<String, String> variables) {
    private static final Map<String, String> LAB_DEFAULTS = Map.of(
            "KAFKA_ACKS_PLAIN", "all",
            "KAFKA_CLIENT_ID", "basic-producer",
            // Long enough for a broker to restart, short enough for a lab.
            "KAFKA_DELIVERY_TIMEOUT_MS", "10000");

    private static final Map<String, String> OPTIMIZED = Map.of(
            "KAFKA_LINGER_MS", "5",
            "KAFKA_PRODUCER_BATCH_SIZE", "32768",
            "KAFKA_PRODUCER_COMPRESSION_TYPE", "lz4");

    Environment {
        variables = Map.copyOf(variables);
    }

    /** @throws InvalidSettingException names the variable, its value and what is allowed */
    ProducerSettings settings(@Nullable String bootstrapServers) {
        return ProducerSettings.fromEnvironment(complete(bootstrapServers));
    }

    /** 32 KB batches, 5 ms of linger, compression, whatever the environment says. */
    ProducerSettings optimized(@Nullable String bootstrapServers) {
        Map<String, String> all = complete(bootstrapServers);
        all.putAll(OPTIMIZED);
        return ProducerSettings.fromEnvironment(all);
    }

    private Map<String, String> complete(@Nullable String bootstrapServers) {
        Map<String, String> all = new HashMap<>(LAB_DEFAULTS);
        all.putAll(variables);
        if (bootstrapServers != null) {
            all.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        }
        return all;
    }
}
