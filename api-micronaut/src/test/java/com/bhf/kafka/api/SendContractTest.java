package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The sync send of the contract: the answer, and the record that a consumer finds. */
@ApiTest
class SendContractTest {
    private final ApiClient api;
    private final JsonMapper json;

    SendContractTest(EmbeddedServer server, JsonMapper json) {
        this.api = new ApiClient(server.getPort());
        this.json = json;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "idempotent"})
    void shouldAnswerWhereTheRecordIsWhenSentSync(String mode) {
        // When
        Answer answer = api.post("/api/v1/send?mode=" + mode + "&eventId=E-1&sendMode=sync");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        assertThat(answer.json().keySet())
                .containsExactly(
                        "status",
                        "state",
                        "requestId",
                        "eventId",
                        "mode",
                        "sendMode",
                        "topic",
                        "key",
                        "partition",
                        "offset",
                        "timestamp");
        assertThat(answer.json())
                .containsEntry("status", "OK")
                .containsEntry("state", "OK")
                .containsEntry("eventId", "E-1")
                .containsEntry("mode", mode)
                .containsEntry("sendMode", "sync")
                .containsEntry("topic", "bhf-transactions")
                .containsEntry("key", "E-1");
        Landed landed = SharedBroker.landed(answer);
        assertThat(landed.record().partition()).isEqualTo((int) answer.number("partition"));
        assertThat(landed.record().offset()).isEqualTo(answer.number("offset"));
        assertThat(landed.record().timestamp())
                .isEqualTo(Instant.parse(answer.text("timestamp")).toEpochMilli());
        assertThat(landed.key()).isEqualTo("E-1");
    }

    @Test
    void shouldCarryAllHeadersAndAGeneratedValueWhenThereIsNoBody() throws IOException {
        // When
        Answer answer = api.post("/api/v1/send?mode=idempotent&eventId=E-2");

        // Then
        Landed landed = SharedBroker.landed(answer);
        assertThat(landed.header("request-id")).isEqualTo(answer.text("requestId"));
        assertThat(landed.header("event-id")).isEqualTo("E-2");
        assertThat(landed.header("correlation-id")).isNotEmpty();
        assertThat(landed.header("source")).isNotEmpty();
        assertThat(landed.header("producer-mode")).isEqualTo("idempotent");
        assertThat(landed.header("send-mode")).isEqualTo("sync");
        assertThat(Instant.parse(landed.header("timestamp"))).isBefore(Instant.now());
        assertThat(landed.header("traceparent")).isNull();
        assertThat(landed.header("tracestate")).isNull();
        Map<String, Object> value = json.readValue(landed.value(), Argument.mapOf(String.class, Object.class));
        assertThat(value.keySet()).containsExactly("eventId", "mode", "sendMode", "api", "ts");
        assertThat(value)
                .containsEntry("eventId", "E-2")
                .containsEntry("mode", "idempotent")
                .containsEntry("sendMode", "sync")
                .containsEntry("api", "java");
        assertThat(Instant.parse(String.valueOf(value.get("ts")))).isBefore(Instant.now());
    }

    @ParameterizedTest
    @CsvSource({
        "PLAIN,SYNC,plain,sync",
        "Idempotent,Sync,idempotent,sync",
        "iDEMPOTENT,ASYNC,idempotent,async",
        "plain,Asynchronous,plain,async",
        "PlAiN,aSYNC,plain,async"
    })
    void shouldTakeAnyCaseWhenAModeIsGiven(String mode, String sendMode, String meantMode, String meantSendMode) {
        // When
        Answer answer = api.post("/api/v1/send?mode=" + mode + "&sendMode=" + sendMode + "&eventId=E-3");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(meantSendMode.equals("sync") ? 200 : 202);
        assertThat(answer.json()).containsEntry("mode", meantMode).containsEntry("sendMode", meantSendMode);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void shouldSendToThePartitionWhenOneIsAskedFor(int partition) {
        // When
        Answer answer =
                api.post("/api/v1/send?mode=plain&sendMode=sync&eventId=P&key=account-123&partition=" + partition);

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(answer.number("partition")).isEqualTo(partition);
        assertThat(SharedBroker.landed(answer).record().partition()).isEqualTo(partition);
        assertThat(SharedBroker.landed(answer).key()).isEqualTo("account-123");
    }

    @Test
    void shouldSendToTheTopicWhenOneIsGiven() {
        // Given
        String topic = SharedBroker.newTopic("given");

        // When
        Answer answer = api.post("/api/v1/send?mode=plain&eventId=E-4&topic=" + topic);

        // Then
        assertThat(answer.text("topic")).isEqualTo(topic);
        assertThat(SharedBroker.read(topic)).hasSize(1);
    }

    @Test
    void shouldKeepTheOrderOfAKeyWhenSyncSendsFollowEachOther() {
        // When
        long first = api.post("/api/v1/send?mode=idempotent&eventId=V1&key=customer-42")
                .number("offset");
        long second = api.post("/api/v1/send?mode=idempotent&eventId=V2&key=customer-42")
                .number("offset");

        // Then
        assertThat(second).isGreaterThan(first);
    }

    @Test
    void shouldPassTheTraceOnWhenTheRequestHasOne() {
        // Given
        String parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        // When
        Answer answer = api.send(api.request("/api/v1/send?mode=plain&eventId=E-5")
                .header("traceparent", parent)
                .header("tracestate", "vendor=abc")
                .header("X-Correlation-ID", "corr-1")
                .POST(BodyPublishers.noBody()));

        // Then
        Landed landed = SharedBroker.landed(answer);
        assertThat(landed.header("traceparent")).isEqualTo(parent);
        assertThat(landed.header("tracestate")).isEqualTo("vendor=abc");
        assertThat(landed.header("correlation-id")).isEqualTo("corr-1");
    }
}
