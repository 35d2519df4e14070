package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A key while Kafka does not answer: it is kept as long as a record may come of its request, and no longer. */
@Tag("process")
class IdempotencyFaultTest {
    private static final String SEEN = "seen-before";
    private static final String UNSEEN = "never-looked-up";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> SETTINGS = Map.of(
            "KAFKA_DELIVERY_TIMEOUT_MS", "3000",
            "KAFKA_REQUEST_TIMEOUT_MS", "1000",
            "KAFKA_MAX_BLOCK_MS", "500",
            "TOPIC_LOOKUP_TIMEOUT_MS", "200",
            "REDELIVERY_SETTLE_MS", "1000",
            "STOP_TIMEOUT_MS", "1000");

    private static RealBroker broker;
    private static RunningApi service;
    private static ApiClient api;

    private final String key = UUID.randomUUID().toString();

    @BeforeAll
    static void start() {
        broker = RealBroker.launch();
        broker.createTopic(SEEN, 1);
        broker.createTopic(UNSEEN, 1);
        service = RunningApi.start(broker.bootstrapServers(), SETTINGS);
        api = service.api();
        for (String mode : new String[] {"plain", "idempotent"}) {
            assertThat(api.post(path(SEEN, mode, "sync")).status()).isEqualTo(200);
        }
    }

    @AfterEach
    void heal() {
        broker.resume();
    }

    @AfterAll
    static void close() {
        service.close();
        broker.close();
    }

    private static String path(String topic, String mode, String sendMode) {
        return "/api/v1/send?eventId=E&mode=" + mode + "&sendMode=" + sendMode + "&topic=" + topic;
    }

    @Test
    void shouldSayThatTheFirstIsOpenWhenItIsRepeatedMeanwhile() {
        // Given
        broker.pause();
        CompletableFuture<Answer> first = api.postKeyedLater(path(SEEN, "idempotent", "sync"), key);
        Eventually.isTrue(PATIENCE, () -> api.inFlight("async") > 0);

        // When
        Answer conflict = api.postKeyed(path(SEEN, "idempotent", "sync"), key);
        Answer async = api.postKeyed(path(SEEN, "idempotent", "async"), key);
        Answer other = api.postKeyed(path(SEEN, "plain", "sync"), key);
        broker.resume();

        // Then
        String requestId = first.join().text("requestId");
        // On a slow machine the pause outlasts the delivery timeout.
        assertThat(first.join().status()).as(first.join().summary()).isIn(200, 504);
        Eventually.get(PATIENCE, () -> api.get(conflict.header("Location")), Answer::isFinal);
        assertThat(conflict.status()).as(conflict.summary()).isEqualTo(409);
        assertThat(conflict.json())
                .containsEntry("requestId", requestId)
                .containsEntry("outcome", "UNKNOWN")
                .containsEntry("retriable", true);
        assertThat(conflict.header("Retry-After")).isEqualTo("1");
        assertThat(conflict.header("Location")).isEqualTo("/api/v1/status?requestId=" + requestId);
        assertThat(async.status()).as(async.summary()).isEqualTo(202);
        assertThat(async.json()).containsEntry("requestId", requestId).containsEntry("state", "PENDING");
        assertThat(async.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(other.status()).as(other.summary()).isEqualTo(422);
        assertThat(other.text("requestId")).isEqualTo(requestId);
        assertReplayed(requestId, SEEN, "idempotent");
    }

    private void assertReplayed(String requestId, String topic, String mode) {
        Answer replay = api.postKeyed(path(topic, mode, "sync"), key);
        assertThat(replay.status()).as(replay.summary()).isEqualTo(200);
        assertThat(replay.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(replay.text("requestId")).isEqualTo(requestId);
        assertThat(Landed.counts(broker, topic)).containsEntry(requestId, 1L);
    }

    @Test
    void shouldSayUnknownAndFinishTheSendWhenKafkaDoesNotAnswerInTime() {
        // Given
        broker.pause();

        // When
        Answer unknown = api.postKeyed(path(SEEN, "idempotent", "sync"), key);

        // Then
        assertThat(unknown.status()).as(unknown.summary()).isEqualTo(504);
        assertThat(unknown.json()).containsEntry("outcome", "UNKNOWN").containsEntry("retriable", true);
        String requestId = unknown.text("requestId");
        assertThat(unknown.header("Location")).isEqualTo("/api/v1/status?requestId=" + requestId);
        broker.resume();
        Eventually.get(PATIENCE, () -> api.get(unknown.header("Location")), Answer::isFinal);
        assertReplayed(requestId, SEEN, "idempotent");
    }

    /** Also while an accepted send of the same topic and mode waits for Kafka: that one is tried for an hour. */
    @Test
    void shouldFreeTheKeyWhenNothingWasWritten() {
        // Given
        broker.pause();
        Answer stuck = api.post(path(UNSEEN, "idempotent", "async"));
        Answer refused = api.postKeyed(path(UNSEEN, "idempotent", "sync"), key);

        // When
        broker.resume();
        Answer fresh = Eventually.get(
                PATIENCE,
                () -> api.postKeyed(path(UNSEEN, "idempotent", "sync"), key),
                answer -> answer.status() == 200);

        // Then
        assertThat(refused.status()).as(refused.summary()).isEqualTo(503);
        assertThat(refused.json()).containsEntry("outcome", "NOT_WRITTEN").containsEntry("retriable", true);
        assertThat(refused.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(refused.elapsed()).isLessThan(PATIENCE);
        assertThat(fresh.header("Idempotency-Replayed")).isEmpty();
        assertThat(fresh.text("requestId")).isNotEqualTo(refused.text("requestId"));
        assertReplayed(fresh.text("requestId"), UNSEEN, "idempotent");
        Eventually.get(PATIENCE, () -> api.get(stuck.header("Location")), Answer::isFinal);
        assertThat(Landed.counts(broker, UNSEEN)).containsOnlyKeys(fresh.text("requestId"), stuck.text("requestId"));
    }
}
