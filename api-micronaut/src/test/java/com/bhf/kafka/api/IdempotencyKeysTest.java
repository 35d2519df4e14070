package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.delivery.IdempotencyKey;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpRequest;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which key a request has. */
class IdempotencyKeysTest {
    private final IdempotencyKeys byHeader = keys("false");
    private final IdempotencyKeys byEventId = keys("true");

    private static IdempotencyKeys keys(String deduplicateEventId) {
        return new IdempotencyKeys(ServiceSettings.fromEnvironment(
                Map.of("DEDUPLICATE_EVENT_ID", deduplicateEventId), ProducerSettings.of("localhost:9092")));
    }

    private static SendCommand command(DeliveryMode mode) {
        return new SendCommand(
                mode, SendMode.SYNC, "E-1", "orders", "E-1", null, new SendCommand.Value.Generated(), Map.of());
    }

    private static MutableHttpRequest<?> request() {
        return HttpRequest.POST("/api/v1/send", "");
    }

    private static Optional<String> value(IdempotencyKeys keys, DeliveryMode mode, HttpRequest<?> request) {
        return keys.of(command(mode), request).map(IdempotencyKey::value);
    }

    @Test
    void shouldHaveNoKeyWhenNothingNamesOne() {
        assertThat(value(byHeader, DeliveryMode.IDEMPOTENT, request())).isEmpty();
        assertThat(value(byHeader, DeliveryMode.PLAIN, request())).isEmpty();
        assertThat(value(byEventId, DeliveryMode.PLAIN, request())).isEmpty();
    }

    @Test
    void shouldBeTheEventIdWhenTheSettingSaysSo() {
        assertThat(value(byEventId, DeliveryMode.IDEMPOTENT, request())).contains("event-id:E-1");
    }

    @Test
    void shouldBeTheHeaderWhenThereIsOne() {
        MutableHttpRequest<?> request = request().header("idempotency-key", "\"E-1\"");

        assertThat(value(byHeader, DeliveryMode.PLAIN, request)).contains("key:E-1");
        assertThat(value(byEventId, DeliveryMode.IDEMPOTENT, request)).contains("key:E-1");
    }

    @Test
    void shouldRefuseTheHeaderWhenTheCallMakesUpItsEventId() {
        IdempotencyKeys.requireNone(request(), "none here");
        assertThatThrownBy(() -> IdempotencyKeys.requireNone(request().header("Idempotency-Key", "k"), "none here"))
                .isInstanceOf(BadParameterException.class);
    }
}
