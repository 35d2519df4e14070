package com.bhf.kafka.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.InvalidSettingException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrdersSettingsTest {

    @Test
    void shouldHaveTheDefaultsOfTheCourseWhenNothingIsSet() {
        OrdersSettings settings = OrdersSettings.from(new Variables(Map.of()));

        assertThat(settings.group()).isEqualTo("orders-consumer-group");
        assertThat(settings.topics().consumed()).containsExactly("orders", "orders.retry");
        assertThat(settings.topics().deadLetters()).isEqualTo("orders.DLT");
        RetryPolicy retry = settings.retry();
        assertThat(retry.maxAttempts()).isEqualTo(5);
        assertThat(retry.initialDelay()).isEqualTo(Duration.ofSeconds(1));
        assertThat(retry.multiplier()).isEqualTo(2);
        assertThat(retry.maxDelay()).isEqualTo(Duration.ofMinutes(5));
        assertThat(retry.jitter()).isEqualTo(0.2);
        assertThat(settings.store().url()).endsWith(";WRITE_DELAY=0");
    }

    @ParameterizedTest
    @CsvSource({
        "ORDERS_RETRY_MAX_ATTEMPTS,0",
        "ORDERS_RETRY_INITIAL_DELAY_MS,soon",
        "ORDERS_RETRY_MULTIPLIER,0.5",
        "ORDERS_RETRY_MAX_DELAY_MS,999",
        "ORDERS_RETRY_JITTER,1.1",
        "ORDERS_RETRY_WINDOW,99",
        "ORDERS_GROUP_PROTOCOL,eager",
        "ORDERS_HTTP_PRODUCER,yes",
        "ORDERS_TOPIC,two words",
        "ORDERS_STORE_URL,jdbc:oracle:thin",
        "ORDERS_TRANSACTION_TIMEOUT_MS,1",
        "SERVER_PORT,70000",
        "MAX_REQUEST_BYTES,0"
    })
    void shouldNameVariableAndValueWhenASettingIsNotAllowed(String name, String value) {
        assertThatThrownBy(() -> OrdersSettings.check(new Variables(Map.of(name, value))))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining(name + "=" + value);
    }

    @Test
    void shouldShowNoSecretWhenTheStoreIsPrinted() {
        StoreSettings store = StoreSettings.from(new Variables(Map.of(
                "ORDERS_STORE_URL", "jdbc:postgresql://db/orders?x=secret1", "ORDERS_STORE_PASSWORD", "secret2")));

        assertThat(store.toString()).contains("jdbc:postgresql://db/orders").doesNotContain("secret");
    }
}
