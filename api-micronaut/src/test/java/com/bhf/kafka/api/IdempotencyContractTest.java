package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A request that is made again under its Idempotency-Key makes no second record. */
@ApiTest
class IdempotencyContractTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ApiClient api;
    private final ApiClient management;
    private final String key = UUID.randomUUID().toString();
    private String topic;

    IdempotencyContractTest(EmbeddedServer server) {
        this.api = new ApiClient(server.getPort());
        this.management = RunningApi.management(server.getApplicationContext());
    }

    @BeforeEach
    void newTopic() {
        topic = SharedBroker.newTopic("keyed");
    }

    private String path(String mode, String sendMode) {
        return "/api/v1/send?mode=" + mode + "&sendMode=" + sendMode + "&eventId=E&topic=" + topic;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "idempotent"})
    void shouldAnswerWithTheFirstRecordWhenASyncSendIsRepeated(String mode) {
        // Given
        Answer first = api.postKeyed(path(mode, "sync"), key);

        // When
        Answer again = api.postKeyed(path(mode, "sync"), "\"" + key + "\"");

        // Then
        assertThat(first.status()).as(first.summary()).isEqualTo(200);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.status()).as(again.summary()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        Landed landed = SharedBroker.landed(first);
        assertThat(landed.record().offset()).isEqualTo(first.number("offset"));
        assertThat(landed.record().timestamp())
                .isEqualTo(Instant.parse(first.text("timestamp")).toEpochMilli());
        assertThat(SharedBroker.read(topic)).hasSize(1);
        assertThat(api.get("/api/v1/status?requestId=" + first.text("requestId"))
                        .text("state"))
                .isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "idempotent"})
    void shouldAnswerWithTheFirstRequestWhenAnAsyncSendIsRepeated(String mode) {
        // Given
        Answer first = api.postKeyed(path(mode, "async"), key);

        // When
        Answer again = Eventually.get(
                PATIENCE,
                () -> api.postKeyed(path(mode, "async"), key),
                answer -> answer.text("state").equals("OK"));

        // Then
        assertThat(first.status()).isEqualTo(202);
        assertThat(first.header("Idempotency-Replayed")).isEmpty();
        assertThat(again.status()).as(again.summary()).isEqualTo(202);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.text("requestId")).isEqualTo(first.text("requestId"));
        Landed landed = SharedBroker.landed(first);
        assertThat(again.number("partition")).isEqualTo(landed.record().partition());
        assertThat(again.number("offset")).isEqualTo(landed.record().offset());
        Answer waiting = api.postKeyed(path(mode, "sync"), key);
        assertThat(waiting.status()).as(waiting.summary()).isEqualTo(200);
        assertThat(waiting.text("requestId")).isEqualTo(first.text("requestId"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void shouldRefuseWhenTheKeyStandsForAnotherRequest(String sendMode) {
        // Given
        Answer first = api.postKeyed(path("idempotent", sendMode), key);

        // When
        Answer other = api.send(api.request(path("idempotent", sendMode))
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("another body")));

        // Then
        assertThat(other.status()).as(other.summary()).isEqualTo(422);
        assertThat(other.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(other.json())
                .containsEntry("requestId", first.text("requestId"))
                .containsEntry("outcome", "NOT_WRITTEN")
                .containsEntry("retriable", false);
        assertThat(SharedBroker.read(topic).size()).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldBeTheSameRequestWhenOnlyItsTraceDiffers() {
        // Given
        Answer first = api.postKeyed(path("idempotent", "sync"), key);

        // When
        Answer again = api.send(api.request(path("idempotent", "sync"))
                .header("Idempotency-Key", key)
                .header("X-Correlation-ID", "second try")
                .header("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")
                .POST(BodyPublishers.noBody()));

        // Then
        assertThat(again.body()).isEqualTo(first.body());
    }

    @Test
    void shouldReplayWhenAnEnvelopeIsRepeated() {
        // Given
        String envelope =
                "{\"topic\":\"%s\",\"eventId\":\"E\",\"mode\":\"idempotent\",\"message\":%s,\"headers\":{%s}}";
        Answer first = postEnvelope(envelope.formatted(topic, "{\"n\":1}", "\"a\":\"1\",\"b\":\"2\""));

        // When
        Answer again = postEnvelope(envelope.formatted(topic, "{\"n\":1}", "\"b\":\"2\",\"a\":\"1\""));
        Answer other = postEnvelope(envelope.formatted(topic, "{\"n\":2}", "\"a\":\"1\",\"b\":\"2\""));

        // Then
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(other.status()).as(other.summary()).isEqualTo(422);
    }

    private Answer postEnvelope(String envelope) {
        return api.send(api.request("/api/v1/send")
                .header("Content-Type", ApiClient.JSON)
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(envelope)));
    }

    @Test
    void shouldMakeASecondRecordWhenOnlyTheEventIdIsRepeated() {
        // When
        Answer first = api.post(path("idempotent", "sync"));
        Answer again = api.post(path("idempotent", "sync"));

        // Then
        assertThat(again.text("requestId")).isNotEqualTo(first.text("requestId"));
        assertThat(again.header("Idempotency-Replayed")).isEmpty();
        assertThat(SharedBroker.read(topic)).hasSize(2);
    }

    static Stream<String> badKeys() {
        return Stream.of("\"\"", "\"open", "a b", "a,b", "\"a\"x", "x".repeat(256), "\"a\\n\"");
    }

    @ParameterizedTest
    @MethodSource("badKeys")
    void shouldNameTheHeaderWhenItIsBad(String bad) {
        // When
        Answer answer = api.postKeyed(path("plain", "async"), bad);

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(400);
        assertThat(answer.text("parameter")).isEqualTo("Idempotency-Key");
        assertThat(answer.text("detail")).contains("Idempotency-Key", bad.substring(0, Math.min(100, bad.length())));
        assertThat(answer.text("detail")).contains("allowed: ");
    }

    @Test
    void shouldRefuseWhenTheHeaderIsGivenTwiceOrWhereItHasNoMeaning() {
        // When
        Answer twice = api.send(api.request(path("plain", "sync"))
                .header("Idempotency-Key", key)
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.noBody()));
        Answer test = api.send(api.request("/api/v1/test/plain")
                .header("Content-Type", ApiClient.JSON)
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString("{}")));
        Answer badParameterFirst = api.postKeyed("/api/v1/send?mode=plain", "\"\"");

        // Then
        assertThat(List.of(twice, test)).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.summary()).isEqualTo(400);
            assertThat(answer.text("parameter")).isEqualTo("Idempotency-Key");
        });
        assertThat(badParameterFirst.text("parameter")).isEqualTo("eventId");
    }

    @Test
    void shouldCountWhenAKeyIsTaken() {
        // Given
        Map<?, ?> before = counts();
        api.postKeyed(path("idempotent", "sync"), key);

        // When
        api.postKeyed(path("idempotent", "sync"), key);
        api.postKeyed(path("plain", "sync"), key);

        // Then
        assertThat(counts().get("replays")).isEqualTo(plusOne(before, "replays"));
        assertThat(counts().get("mismatches")).isEqualTo(plusOne(before, "mismatches"));
        assertThat(counts().get("conflicts")).isEqualTo(before.get("conflicts"));
        assertThat(management.get("/prometheus").body())
                .containsPattern("api_idempotency_key_taken_total\\{result=\"replay\"\\} " + plusOne(before, "replays")
                        + "(\\.0)?\\s");
    }

    private Map<?, ?> counts() {
        return (Map<?, ?>) api.get("/api/v1/metrics").member("idempotencyKeyTaken");
    }

    private static Integer plusOne(Map<?, ?> counts, String name) {
        return ((Number) counts.get(name)).intValue() + 1;
    }
}
