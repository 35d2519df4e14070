package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The async send of the contract, and its status. */
@ApiTest
class AsyncContractTest {
    private static final List<String> STATUS_MEMBERS = List.of(
            "requestId",
            "state",
            "final",
            "outcome",
            "eventId",
            "mode",
            "topic",
            "key",
            "partition",
            "offset",
            "timestamp",
            "error",
            "attempts",
            "acceptedAt",
            "completedAt");
    /** {@code sed -n 's/.*"requestId":"\([^"]*\)".*}/\1/p'} of the labs. */
    private static final Pattern SED = Pattern.compile(".*\"requestId\":\"([^\"]*)\".*");

    private final ApiClient api;

    AsyncContractTest(EmbeddedServer server) {
        this.api = new ApiClient(server.getPort());
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "idempotent"})
    void shouldAcceptWithAnIdWhenSentAsync(String mode) {
        // When
        Answer answer = api.post("/api/v1/send?mode=" + mode + "&sendMode=async&eventId=A-1");

        // Then
        String id = sed(answer.body());
        assertThat(UUID.fromString(id).version()).isEqualTo(7);
        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body())
                .isEqualTo("{\"status\":\"ACCEPTED\",\"state\":\"PENDING\",\"requestId\":\"" + id
                        + "\",\"eventId\":\"A-1\",\"mode\":\"" + mode
                        + "\",\"sendMode\":\"async\",\"topic\":\"bhf-transactions\",\"key\":\"A-1\","
                        + "\"partition\":null}");
        assertThat(answer.header("Location")).isEqualTo("/api/v1/status?requestId=" + id);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "idempotent"})
    void shouldTellTheVeryPlaceWhenTheRecordIsWritten(String mode) {
        // Given
        Answer accepted = api.post("/api/v1/send?mode=" + mode + "&sendMode=async&eventId=A-2&key=K");

        // When
        Answer status = Eventually.get(
                Duration.ofSeconds(10),
                () -> api.get(accepted.header("Location")),
                a -> a.text("state").equals("OK"));

        // Then
        assertThat(status.json().keySet()).containsExactlyElementsOf(STATUS_MEMBERS);
        assertThat(status.json())
                .containsEntry("requestId", accepted.text("requestId"))
                .containsEntry("final", true)
                .containsEntry("outcome", "WRITTEN")
                .containsEntry("eventId", "A-2")
                .containsEntry("mode", mode)
                .containsEntry("topic", "bhf-transactions")
                .containsEntry("key", "K")
                .containsEntry("error", null)
                .containsEntry("attempts", 1);
        Landed landed = SharedBroker.landed(accepted);
        assertThat(landed.record().partition()).isEqualTo((int) status.number("partition"));
        assertThat(landed.record().offset()).isEqualTo(status.number("offset"));
        assertThat(landed.record().timestamp())
                .isEqualTo(Instant.parse(status.text("timestamp")).toEpochMilli());
        assertThat(landed.header("send-mode")).isEqualTo("async");
        assertThat(Instant.parse(status.text("completedAt"))).isAfterOrEqualTo(status.text("acceptedAt"));
        assertThat(sed(status.body())).isEqualTo(accepted.text("requestId"));
    }

    @Test
    void shouldAnswerNotFoundWhenTheIdIsUnknown() {
        // When
        Answer answer = api.get("/api/v1/status?requestId=" + UUID.randomUUID());

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(404);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("parameter")).isEqualTo("requestId");
    }

    @Test
    void shouldDescribeTheServiceWhenNoIdIsGiven() {
        // When
        Answer answer = api.get("/api/v1/status");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json().keySet())
                .containsExactly("service", "version", "modes", "sendTypes", "idempotencyKeyRetention", "time");
        assertThat(answer.json())
                .containsEntry("idempotencyKeyRetention", "PT168H")
                .containsEntry("modes", List.of("plain", "idempotent"))
                .containsEntry("sendTypes", List.of("sync", "async"));
        assertThat(Instant.parse(answer.text("time"))).isBeforeOrEqualTo(Instant.now());
    }

    @Test
    void shouldKeepTheOrderWhenSendsOfAKeyAreAcceptedOneAfterTheOther() {
        // Given
        String topic = SharedBroker.newTopic("order");

        // When
        for (int i = 0; i < 50; i++) {
            api.post("/api/v1/send?mode=idempotent&sendMode=async&key=k&topic=" + topic + "&eventId=" + i);
        }

        // Then
        List<Landed> all =
                Eventually.get(Duration.ofSeconds(10), () -> SharedBroker.read(topic), found -> found.size() >= 50);
        assertThat(all)
                .extracting(landed -> Integer.valueOf(landed.header("event-id")))
                .isSorted()
                .hasSize(50);
    }

    private static String sed(String body) {
        Matcher matcher = SED.matcher(body);
        assertThat(matcher.matches()).as(body).isTrue();
        return matcher.group(1);
    }
}
