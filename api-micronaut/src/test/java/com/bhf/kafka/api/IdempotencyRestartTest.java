package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A key outlives the process that took it. */
@ExtendWith(SharedBroker.class)
class IdempotencyRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "\"a key, with \\\"quotes\\\"\"";

    private final RealBroker shared = SharedBroker.get();
    private final Map<String, String> settings = new HashMap<>(Map.of(
            "STATUS_STORE_URL", "jdbc:h2:file:" + TestSettings.newFolder().resolve("status"),
            "STOP_TIMEOUT_MS", "1000",
            "STATUS_LEASE_MS", "1000",
            "REDELIVERY_SETTLE_MS", "1000"));

    private static String path(String sendMode, String topic) {
        return "/api/v1/send?mode=idempotent&eventId=%F0%9F%98%80&sendMode=" + sendMode + "&topic=" + topic;
    }

    @Test
    void shouldKnowTheKeyWhenTheServiceWasRestarted() {
        // Given
        String topic = SharedBroker.newTopic("restart");
        Answer first;
        try (RunningApi service = RunningApi.start(shared.bootstrapServers(), settings)) {
            first = service.api().postKeyed(path("sync", topic), KEY);
        }

        // When
        Answer again;
        try (RunningApi service = RunningApi.start(shared.bootstrapServers(), settings)) {
            again = service.api().postKeyed(path("sync", topic), KEY);
        }

        // Then
        assertThat(first.status()).as(first.summary()).isEqualTo(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(SharedBroker.read(topic)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTakeTheEventIdAsKeyOnlyWhenTheSettingSaysSo(boolean deduplicate) {
        // Given
        String topic = SharedBroker.newTopic("event-id");
        settings.put("DEDUPLICATE_EVENT_ID", String.valueOf(deduplicate));
        try (RunningApi service = RunningApi.start(shared.bootstrapServers(), settings)) {
            ApiClient api = service.api();
            String path = "/api/v1/send?mode=idempotent&topic=" + topic + "&eventId="
                    + ApiClient.encoded("\uD83D\uDE00".repeat(200));

            // When
            Answer first = api.post(path);
            Answer again = api.post(path);
            Answer byHeader = api.postKeyed(path, "\"own key\"");
            Answer plain = api.post(path.replace("mode=idempotent", "mode=plain"));

            // Then
            assertThat(first.status()).as(first.summary()).isEqualTo(200);
            assertThat(again.status()).as(again.summary()).isEqualTo(200);
            assertThat(again.text("requestId").equals(first.text("requestId"))).isEqualTo(deduplicate);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo(deduplicate ? "true" : "");
            assertThat(byHeader.header("Idempotency-Replayed")).isEmpty();
            assertThat(plain.status()).as(plain.summary()).isEqualTo(200);
            assertThat(SharedBroker.read(topic)).hasSize(deduplicate ? 3 : 4);
        }
    }

    /** Kafka has the send or not, nobody knows: then the process dies, and the client asks again. */
    @ParameterizedTest
    @ValueSource(strings = {"sync", "async"})
    void shouldMakeOneRecordWhenKilledBeforeTheAcknowledgement(String sendMode) {
        try (RealBroker broker = RealBroker.launch()) {
            // Given
            broker.createTopic("killed", 1);
            ApiProcess process = ApiProcess.start(broker.bootstrapServers(), settings);
            assertThat(process.api().post(path("sync", "killed")).status()).isEqualTo(200);
            broker.pause();
            ApiClient api = process.api();
            CompletableFuture<Answer> lost = api.postKeyedLater(path("sync", "killed"), KEY);
            Answer accepted = Eventually.get(
                    PATIENCE, () -> api.postKeyed(path("async", "killed"), KEY), answer -> answer.status() == 202);

            // When
            process.killDashNine();
            broker.resume();
            Answer again;
            try (ApiProcess restarted = ApiProcess.start(broker.bootstrapServers(), settings)) {
                again = Eventually.get(
                        PATIENCE,
                        () -> restarted.api().postKeyed(path(sendMode, "killed"), KEY),
                        answer -> answer.text("state").equals("OK"));
            }

            // Then
            assertThat(lost).failsWithin(PATIENCE);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.text("requestId")).isEqualTo(accepted.text("requestId"));
            assertThat(Landed.counts(broker, "killed"))
                    .containsEntry(again.text("requestId"), 1L)
                    .hasSize(2);
        }
    }
}
