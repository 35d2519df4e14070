package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A JSON body without query parameters is an envelope. */
@ApiTest
class EnvelopeTest {
    private static final String SEND = "/api/v1/send";

    private final ApiClient api;

    EnvelopeTest(EmbeddedServer server) {
        this.api = new ApiClient(server.getPort());
    }

    static Stream<Arguments> messages() {
        return Stream.of(
                Arguments.of("\"hello \\\"world\\\"\"", "hello \"world\"", "text/plain; charset=utf-8"),
                Arguments.of("{\"a\":[1,2.50,null,true]}", "{\"a\":[1,2.50,null,true]}", "application/json"),
                Arguments.of("{\"id\":12345678901234567890}", "{\"id\":12345678901234567890}", "application/json"),
                Arguments.of("{\"v\":0.1234567890123456789}", "{\"v\":0.1234567890123456789}", "application/json"),
                Arguments.of("[]", "[]", "application/json"),
                Arguments.of("42", "42", "application/json"),
                Arguments.of("false", "false", "application/json"),
                Arguments.of("\"\"", "", "text/plain; charset=utf-8"),
                Arguments.of("null", null, null));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void shouldMakeTheValueOfTheMessageWhenThereIsOne(String message, String value, String contentType) {
        // When
        Answer answer = api.postJson(SEND, "{\"eventId\":\"M\",\"mode\":\"plain\",\"message\":" + message + "}");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(SharedBroker.landed(answer).value()).isEqualTo(value);
        assertThat(SharedBroker.landed(answer).header("content-type")).isEqualTo(contentType);
    }

    @Test
    void shouldGenerateTheValueWhenThereIsNoMessage() {
        // When
        Answer answer = api.postJson(SEND, "{\"eventId\":\"M\",\"mode\":\"plain\"}");

        // Then
        assertThat(SharedBroker.landed(answer).value()).startsWith("{\"eventId\":\"M\",\"mode\":\"plain\"");
    }

    @Test
    void shouldUseAllFieldsWhenTheyAreGiven() {
        // Given
        String topic = SharedBroker.newTopic("envelope");
        String envelope = """
                {"topic":"%s","key":"K","message":"m","eventId":"E","mode":"IDEMPOTENT","sendMode":"Sync",
                 "partition":2,"headers":{"tenant":"é","content-type":"text/csv"}}""".formatted(topic);

        // When
        Answer answer = api.postJson(SEND, envelope);

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        Landed landed = SharedBroker.landed(answer);
        assertThat(landed.record().partition()).isEqualTo(2);
        assertThat(landed.key()).isEqualTo("K");
        assertThat(landed.value()).isEqualTo("m");
        assertThat(landed.header("tenant")).isEqualTo("é");
        assertThat(landed.record().headers().headers("content-type")).hasSize(1);
        assertThat(landed.header("content-type")).isEqualTo("text/csv");
        assertThat(landed.header("producer-mode")).isEqualTo("idempotent");
    }

    @ParameterizedTest
    @CsvSource({
        "'\"isIdempotent\":true', idempotent, sync",
        "'\"isIdempotent\":false', plain, sync",
        "'\"isIdempotent\":true,\"isAsync\":true', idempotent, async",
        "'\"isIdempotent\":true,\"mode\":\"idempotent\",\"isAsync\":false,\"sendMode\":\"sync\"', idempotent, sync",
        "'\"mode\":\"plain\",\"sendMode\":\"asynchronous\"', plain, async",
        "'\"mode\":\"plain\",\"isIdempotent\":null,\"isAsync\":null', plain, sync"
    })
    void shouldReadTheModesWhenTheyAreFlags(String fields, String mode, String sendMode) {
        // When
        Answer answer = api.postJson(SEND, "{\"eventId\":\"F\"," + fields + "}");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(sendMode.equals("sync") ? 200 : 202);
        assertThat(answer.json()).containsEntry("mode", mode).containsEntry("sendMode", sendMode);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"mode\":\"plain\",\"isIdempotent\":true', isIdempotent",
        "'\"mode\":\"plain\",\"sendMode\":\"sync\",\"isAsync\":true', isAsync",
        "'\"mode\":\"plain\",\"isAsync\":\"true\"', isAsync",
        "'\"isIdempotent\":1', isIdempotent",
        "'\"mode\":\"plain\",\"colour\":\"red\"', colour",
        "'\"mode\":\"plain\",\"partition\":1.5', partition",
        "'\"mode\":\"plain\",\"partition\":-1', partition",
        "'\"mode\":\"plain\",\"partition\":99', partition",
        "'\"mode\":\"plain\",\"headers\":[]', headers",
        "'\"mode\":\"plain\",\"headers\":{\"a\":1}', headers.a",
        "'\"mode\":\"plain\",\"headers\":{\"request-id\":\"mine\"}', headers",
        "'\"mode\":[]', mode",
        "'\"mode\":\"exactly-once\"', mode",
        "'\"sendMode\":\"sync\"', mode",
        "'\"mode\":\"plain\",\"eventId\":\"twice\"', eventId",
        "'\"mode\":\"plain\",\"key\":{}', key",
        "'\"mode\":\"plain\",\"key\":\"a\\u0000b\"', key",
        "'\"mode\":\"plain\",\"topic\":\"a/b\"', topic"
    })
    void shouldNameTheFieldWhenItIsRefused(String fields, String parameter) {
        // When
        Answer answer = api.postJson(SEND, "{\"eventId\":\"B\"," + fields + "}");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("parameter")).isEqualTo(parameter);
        assertThat(answer.text("detail")).contains(parameter);
    }

    @ParameterizedTest
    @CsvSource({"plain, plain, sync", "idempotent, idempotent, sync", "idempotent-async, idempotent, async"})
    void shouldSendAsThePathSaysWhenATestCallIsMade(String path, String mode, String sendMode) {
        // Given
        String topic = SharedBroker.newTopic("test-call");

        // When
        Answer answer =
                api.postJson("/api/v1/test/" + path, "{\"topic\":\"" + topic + "\",\"key\":\"k\",\"message\":\"m\"}");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(sendMode.equals("sync") ? 200 : 202);
        assertThat(answer.json()).containsEntry("mode", mode).containsEntry("sendMode", sendMode);
        assertThat(answer.text("eventId")).isNotEmpty();
        Landed landed = Eventually.get(
                        java.time.Duration.ofSeconds(10), () -> SharedBroker.read(topic), all -> !all.isEmpty())
                .get(0);
        assertThat(landed.header("request-id")).isEqualTo(answer.text("requestId"));
        assertThat(landed.value()).isEqualTo("m");
    }
}
