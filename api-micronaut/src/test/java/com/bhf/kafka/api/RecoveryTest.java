package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Kafka goes by kill -9 and is back within the delivery timeout. */
@Tag("process")
class RecoveryTest {
    private static final int SENDS = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Map<String, String> SETTINGS = Map.of(
            "KAFKA_DELIVERY_TIMEOUT_MS", "60000",
            "KAFKA_RETRIES", "1000",
            "KAFKA_MAX_BLOCK_MS", "500",
            "STOP_TIMEOUT_MS", "1000");

    private static RealBroker broker;
    private static RunningApi service;

    @BeforeAll
    static void start() {
        broker = RealBroker.launch();
        broker.createTopic("seen-before", 3);
        broker.createTopic("never-looked-up", 3);
        service = RunningApi.start(broker.bootstrapServers(), SETTINGS);
        assertThat(service.api()
                        .post("/api/v1/send?mode=idempotent&eventId=WARM&topic=seen-before")
                        .status())
                .isEqualTo(200);
    }

    @AfterAll
    static void close() {
        service.close();
        broker.close();
    }

    @Test
    void shouldDeliverEveryAcceptedSendExactlyOnceWhenKafkaComesBack() {
        // Given
        broker.killDashNine();
        List<Answer> accepted = new ArrayList<>();
        for (int i = 0; i < SENDS; i++) {
            accepted.add(send("seen-before", i));
            accepted.add(send("never-looked-up", i));
        }
        assertThat(accepted).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
            assertThat(answer.elapsed()).isLessThan(Duration.ofSeconds(2));
        });

        // When
        broker.start();

        // Then
        List<Answer> statuses = accepted.stream()
                .map(answer -> Eventually.get(
                        PATIENCE,
                        () -> service.api().get(answer.header("Location")),
                        status -> status.text("state").equals("OK")))
                .toList();
        Map<String, Long> copies = new HashMap<>(Landed.counts(broker, "seen-before"));
        copies.putAll(Landed.counts(broker, "never-looked-up"));
        assertThat(statuses).allSatisfy(status -> {
            assertThat(status.member("offset")).as(status.summary()).isNotNull();
            assertThat(copies).containsEntry(status.text("requestId"), 1L);
        });
    }

    private static Answer send(String topic, int eventId) {
        return service.api().post("/api/v1/send?mode=idempotent&sendMode=async&topic=" + topic + "&eventId=" + eventId);
    }

    @Test
    void shouldBeUnreadyOnlyWhileKafkaIsDown() {
        // Given
        ApiClient management = service.management();
        Eventually.get(PATIENCE, () -> management.get("/health/readiness"), answer -> answer.status() == 200);

        // When
        broker.killDashNine();

        // Then
        Eventually.get(PATIENCE, () -> management.get("/health/readiness"), answer -> answer.status() == 503);
        assertThat(management.get("/health/liveness").status()).isEqualTo(200);
        broker.start();
        Eventually.get(PATIENCE, () -> management.get("/health/readiness"), answer -> answer.status() == 200);
    }
}
