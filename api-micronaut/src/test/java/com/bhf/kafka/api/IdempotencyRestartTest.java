package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key outlives the process that took it. */
@Tag("process")
@ExtendWith(SharedBroker.class)
class IdempotencyRestartTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String KEY = "\"a key, with \\\"quotes\\\"\"";
    private static final String LONGEST_EVENT_ID = ApiClient.encoded("\uD83D\uDE00".repeat(200));

    private final RealBroker broker = SharedBroker.get();
    private final String topic = SharedBroker.newTopic("restart");
    private final Map<String, String> settings = Map.of(
            "STATUS_STORE_URL", "jdbc:h2:file:" + TestSettings.newFolder().resolve("status"),
            "DEDUPLICATE_EVENT_ID", "true",
            "STOP_TIMEOUT_MS", "1000",
            "STATUS_LEASE_MS", "1000",
            "REDELIVERY_SETTLE_MS", "1000");

    private String path(String mode) {
        return "/api/v1/send?mode=" + mode + "&eventId=" + LONGEST_EVENT_ID + "&topic=" + topic;
    }

    @Test
    void shouldKnowKeysAndEventIdsWhenTheServiceWasRestarted() {
        // Given
        Answer keyed;
        Answer byEventId;
        try (RunningApi service = RunningApi.start(broker.bootstrapServers(), settings)) {
            keyed = service.api().postKeyed(path("idempotent"), KEY);
            byEventId = service.api().post(path("idempotent"));
        }

        // When
        try (RunningApi service = RunningApi.start(broker.bootstrapServers(), settings)) {
            Answer keyedAgain = service.api().postKeyed(path("idempotent"), KEY);
            Answer byEventIdAgain = service.api().post(path("idempotent"));
            Answer plain = service.api().post(path("plain"));

            // Then
            assertThat(keyedAgain.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(keyedAgain.body()).isEqualTo(keyed.body());
            assertThat(byEventIdAgain.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(byEventIdAgain.body()).isEqualTo(byEventId.body());
            assertThat(SharedBroker.read(topic))
                    .extracting(landed -> landed.header("request-id"))
                    .containsExactlyInAnyOrder(
                            keyed.text("requestId"), byEventId.text("requestId"), plain.text("requestId"));
        }
    }

    /** Kafka has the send or not, nobody knows: then the process dies, and the client asks again. */
    @Test
    void shouldMakeOneRecordWhenKilledBeforeTheAcknowledgement() {
        // Given
        ApiProcess process = start();
        ApiClient api = process.api();
        String warm = api.post(path("plain")).text("requestId");
        assertThat(api.post(path("idempotent")).status()).isEqualTo(200);
        CompletableFuture<Answer> lost;
        Answer open;
        broker.pause();
        try {
            lost = api.postKeyedLater(path("idempotent"), KEY);
            Eventually.isTrue(PATIENCE, () -> api.inFlight("async") > 0);
            open = api.postKeyed(path("idempotent"), KEY);

            // When
            process.killDashNine();
        } finally {
            broker.resume();
        }
        try (ApiProcess restarted = start()) {
            Answer again = Eventually.get(
                    PATIENCE,
                    () -> restarted.api().postKeyed(path("idempotent"), KEY),
                    answer -> answer.status() != 409);

            // Then
            assertThat(lost).failsWithin(PATIENCE);
            assertThat(open.status()).as(open.summary()).isEqualTo(409);
            assertThat(again.status()).as(again.summary()).isEqualTo(200);
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
            assertThat(again.text("requestId")).isEqualTo(open.text("requestId"));
            assertThat(Landed.counts(broker, topic))
                    .containsKey(warm)
                    .containsEntry(again.text("requestId"), 1L)
                    .hasSize(3);
        }
    }

    private ApiProcess start() {
        return ApiProcess.start(broker.bootstrapServers(), settings);
    }
}
