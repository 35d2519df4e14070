package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaAdminPropertiesTest {
    @Test
    void shouldGiveTheProducersSecurityToTheAdminClientWhenThereIsSome() {
        // Given
        Map<String, String> variables = Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", "kafka:9094",
                "KAFKA_PRODUCER_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
                "KAFKA_PRODUCER_SASL_MECHANISM", "SCRAM-SHA-512",
                "KAFKA_PRODUCER_BATCH_SIZE", "1000");

        // When
        Map<String, Object> properties = KafkaAdminProperties.fromEnvironment(variables);

        // Then
        assertThat(properties)
                .containsOnly(
                        Map.entry("kafka.security.protocol", "SASL_PLAINTEXT"),
                        Map.entry("kafka.sasl.mechanism", "SCRAM-SHA-512"));
    }

    @Test
    void shouldSetNothingWhenTheBrokersAskForNothing() {
        assertThat(KafkaAdminProperties.fromEnvironment(Map.of())).isEmpty();
    }
}
