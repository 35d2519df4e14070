package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.ProducerSettings;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceSettingsTest {

    @Test
    void shouldHaveTheDefaultsOfTheReadmeWhenNothingIsSet() {
        // When
        ServiceSettings settings = ServiceSettings.fromEnvironment(Map.of(), ProducerSettings.of("localhost:9092"));

        // Then
        assertThat(settings.maxInFlight()).isEqualTo(10_000);
        assertThat(settings.redelivery().maxAge()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.redelivery().settle()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.redelivery().lease()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.retention()).isEqualTo(Duration.ofDays(7));
        assertThat(settings.deduplicateEventId()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "STATUS_RETENTION, 7 days",
        "STATUS_RETENTION, PT0S",
        "REDELIVERY_MAX_AGE_MS, 0",
        "REDELIVERY_SETTLE_MS, 999",
        "STATUS_LEASE_MS, 999",
        "DEDUPLICATE_EVENT_ID, yes",
        "MAX_IN_FLIGHT, 0",
        "SERVER_PORT, 65536",
        "STOP_TIMEOUT_MS, soon",
    })
    void shouldNameSettingAndValueWhenAValueIsNotAllowed(String name, String value) {
        assertThatThrownBy(() -> ServiceSettings.check(Map.of(name, value)))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(name + "=" + value);
    }
}
