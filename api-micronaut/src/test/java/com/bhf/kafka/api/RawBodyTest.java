package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With query parameters, the request's body is the record's value, byte for byte. */
@ApiTest
class RawBodyTest {
    private static final String SEND = "/api/v1/send?mode=idempotent&eventId=RAW";

    private final ApiClient api;

    RawBodyTest(EmbeddedServer server) {
        this.api = new ApiClient(server.getPort());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "text/plain",
                "text/plain; charset=iso-8859-1",
                "application/octet-stream",
                "application/json",
                "application/xml",
                "multipart/form-data; boundary=xyz",
                "application/vnd.bhf.transaction+json"
            })
    void shouldKeepBodyAndContentTypeWhenABodyIsSent(String contentType) {
        // Given
        String body = "amount=10&to=%41+b&empty=&x";

        // When
        Answer answer = api.post(SEND, contentType, body);

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(SharedBroker.landed(answer).value()).isEqualTo(body);
        assertThat(SharedBroker.landed(answer).header("content-type")).isEqualTo(contentType);
    }

    @Test
    void shouldKeepJsonAsItStandsWhenThereAreParameters() {
        // Given
        String envelopeLike = "{ \"eventId\":\"other\",\n \"mode\" : \"plain\", \"a\":1.0 }";

        // When
        Answer answer = api.postJson(SEND, envelopeLike);

        // Then
        assertThat(answer.text("eventId")).isEqualTo("RAW");
        assertThat(answer.text("mode")).isEqualTo("idempotent");
        assertThat(SharedBroker.landed(answer).value()).isEqualTo(envelopeLike);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 10_000, 900_000})
    void shouldKeepEveryByteWhenTheBodyIsBinary(int size) {
        // Given
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);

        // When
        Answer answer = api.post(SEND, "application/octet-stream", bytes);

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(SharedBroker.landed(answer).record().value()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "application/json", "text/plain"})
    void shouldGenerateTheValueWhenOnlyAContentTypeIsSent(String contentType) {
        // When
        Answer answer = api.post(SEND, contentType, "");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(SharedBroker.landed(answer).value()).startsWith("{\"eventId\":\"RAW\"");
        assertThat(SharedBroker.landed(answer).header("content-type")).isEqualTo("application/json");
    }

    @Test
    void shouldKeepTheBodyWhenItHasNoContentType() {
        // When
        Answer answer =
                api.send(api.request(SEND).POST(BodyPublishers.ofByteArray("x=1".getBytes(StandardCharsets.UTF_8))));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(SharedBroker.landed(answer).value()).isEqualTo("x=1");
        assertThat(SharedBroker.landed(answer).header("content-type")).isNull();
    }

    @Test
    void shouldKeepTheBodyWhenItIsSentInChunks() {
        // Given
        byte[] bytes = new byte[100_000];
        new Random(7).nextBytes(bytes);

        // When
        Answer answer = api.send(api.request(SEND)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(bytes))));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(SharedBroker.landed(answer).record().value()).isEqualTo(bytes);
    }
}
