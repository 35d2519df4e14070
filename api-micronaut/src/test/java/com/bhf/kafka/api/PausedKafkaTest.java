package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A broker that keeps its connections and answers nothing: sync sends hang until their timeout. */
@Tag("timing")
class PausedKafkaTest {
    private static final String TOPIC = "paused";
    private static final int MAX_IN_FLIGHT = 5;

    private RealBroker broker;
    private RunningApi service;
    private ApiClient api;

    @BeforeEach
    void startService() {
        broker = RealBroker.launch();
        broker.createTopic(TOPIC, 1);
    }

    @AfterEach
    void stopService() {
        service.close();
        broker.close();
    }

    private void pausedUnder(Map<String, String> settings) {
        service = RunningApi.start(broker.bootstrapServers(), settings);
        api = service.api();
        assertThat(api.post(send("sync")).status()).isEqualTo(200);
        broker.pause();
    }

    @Test
    void shouldKeepTheEventLoopFreeWhenManySyncSendsHang() {
        // Given
        pausedUnder(Map.of("KAFKA_DELIVERY_TIMEOUT_MS", "8000", "STOP_TIMEOUT_MS", "1000"));
        List<CompletableFuture<Answer>> hanging = hangingSends(300);
        Eventually.isTrue(Duration.ofSeconds(5), () -> api.inFlight("sync") == 300);

        // When
        Latencies health = Latencies.of(500, () -> api.get("/health"));
        Latencies status = Latencies.of(100, () -> api.get("/api/v1/status"));

        // Then
        System.out.println("measured: /health with 300 sends hanging on a paused broker: " + health);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        assertThat(health.p99()).isLessThan(Duration.ofMillis(50));
        assertThat(status.p99()).isLessThan(Duration.ofMillis(50));
        broker.resume();
        hanging.forEach(answer -> assertThat(answer.join().status()).isIn(200, 504));
        assertThat(api.inFlight("sync")).isZero();
    }

    @Test
    void shouldTurnTheNextOneAwayWhenAllPlacesAreTaken() {
        // Given
        pausedUnder(Map.of(
                "MAX_IN_FLIGHT", String.valueOf(MAX_IN_FLIGHT),
                "KAFKA_REQUEST_TIMEOUT_MS", "20000",
                "KAFKA_DELIVERY_TIMEOUT_MS", "60000"));
        List<CompletableFuture<Answer>> hanging = hangingSends(MAX_IN_FLIGHT);
        Eventually.isTrue(Duration.ofSeconds(5), () -> api.inFlight("sync") == MAX_IN_FLIGHT);
        for (int i = 0; i < MAX_IN_FLIGHT; i++) {
            assertThat(api.post(send("async")).status()).isEqualTo(202);
        }

        // When
        Answer sync = api.post(send("sync"));
        Answer async = api.post(send("async"));

        // Then
        assertThat(List.of(sync, async)).allSatisfy(refused -> {
            assertThat(refused.status()).as(refused.summary()).isEqualTo(429);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            assertThat(refused.json()).containsEntry("outcome", "NOT_WRITTEN").containsEntry("retriable", true);
        });
        broker.resume();
        hanging.forEach(answer -> assertThat(answer.join().status()).isEqualTo(200));
        Eventually.isTrue(Duration.ofSeconds(10), () -> api.inFlight("async") == 0);
        assertThat(api.post(send("sync")).status()).isEqualTo(200);
        assertThat(api.post(send("async")).status()).isEqualTo(202);
    }

    private List<CompletableFuture<Answer>> hangingSends(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> api.postLater(send("sync")))
                .toList();
    }

    private static String send(String sendMode) {
        return "/api/v1/send?mode=idempotent&eventId=E&topic=" + TOPIC + "&sendMode=" + sendMode;
    }
}
