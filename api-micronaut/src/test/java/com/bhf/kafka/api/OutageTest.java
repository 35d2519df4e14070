package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The service while its Kafka is gone: every answer comes in time and says no more than is known. */
@Tag("timing")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OutageTest {
    private static final String SEEN = "seen-before";
    private static final int HANGING = 20;
    private static final String UNSEEN = "never-looked-up";
    private static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration BOUND = DELIVERY_TIMEOUT.plusMillis(2 * 500 + 1_500);
    private static final Map<String, String> SETTINGS = Map.of(
            "KAFKA_DELIVERY_TIMEOUT_MS", "5000",
            "KAFKA_REQUEST_TIMEOUT_MS", "1000",
            "KAFKA_MAX_BLOCK_MS", "500",
            "STOP_TIMEOUT_MS", "1000");

    private static RealBroker broker;
    private static RunningApi service;
    private static ApiClient api;
    private static List<CompletableFuture<Answer>> hanging;

    /** Both producers have seen the topic. No test here needs Kafka back. */
    @BeforeAll
    static void killKafkaUnderARunningService() {
        broker = RealBroker.launch();
        broker.createTopic(SEEN, 3);
        broker.createTopic(UNSEEN, 3);
        service = RunningApi.start(broker.bootstrapServers(), SETTINGS);
        api = service.api();
        for (String mode : List.of("plain", "idempotent")) {
            assertThat(api.post(send(mode, "sync", SEEN, "WARM")).status()).isEqualTo(200);
        }
        broker.pause();
        // Before the kill: without a broker Kafka's client forgets the topic, and takes nothing more for it.
        hanging = IntStream.range(0, HANGING)
                .mapToObj(i -> api.postLater(send("idempotent", "sync", SEEN, "H" + i)))
                .toList();
        Eventually.isTrue(
                DELIVERY_TIMEOUT, () -> api.get("/api/v1/metrics").body().contains("{\"inFlight\":" + HANGING + "}"));
        broker.killDashNine();
    }

    @AfterAll
    static void close() {
        service.close();
        broker.close();
    }

    @Test
    void shouldRefuseBadInputFastWhenKafkaIsDown() {
        // Given
        List<BadCall> calls = Stream.concat(BadCall.withoutMetadata(), BadCall.knownTopic(SEEN))
                .toList();

        // When
        calls.forEach(call -> BadCallAssert.assertRefused(call, call.on(api)));

        // Then
        BadCallAssert.assertFast("down", api, calls);
    }

    @Test
    void shouldSayNotWrittenWhenTheTopicWasNeverSeen() {
        // When
        Answer answer = api.post(send("plain", "sync", UNSEEN, "E"));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(503);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
        assertThat(answer.json()).containsEntry("outcome", "NOT_WRITTEN").containsEntry("retriable", true);
        assertThat(answer.elapsed()).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    @Order(1)
    void shouldStayResponsiveWhenSyncSendsHang() {
        // When
        Latencies health = Latencies.of(500, () -> api.get("/health"));

        // Then
        System.out.println("measured: /health with hanging sends, Kafka down: " + health);
        assertThat(hanging).noneMatch(CompletableFuture::isDone);
        assertThat(health.answers())
                .allSatisfy(answer -> assertThat(answer.body()).isEqualTo("OK"));
        assertThat(health.p99()).isLessThan(Duration.ofMillis(50));
    }

    @Test
    @Order(2)
    void shouldSayUnknownThenRefuseAtOnceWhenSendsToASeenTopicFail() {
        // Given
        List<Answer> failed = hanging.stream().map(CompletableFuture::join).toList();

        // When
        Answer refused = api.post(send("idempotent", "sync", SEEN, "R"));

        // Then
        assertThat(failed).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.summary()).isEqualTo(504);
            assertThat(answer.json())
                    .containsEntry("outcome", "UNKNOWN")
                    .containsEntry("retriable", false)
                    .containsEntry("exception", "TimeoutException")
                    .containsKey("requestId");
            assertThat(answer.elapsed()).isLessThan(BOUND);
        });
        assertThat(refused.status()).as(refused.summary()).isEqualTo(503);
        assertThat(refused.json())
                .containsEntry("outcome", "NOT_WRITTEN")
                .containsEntry("exception", "CircuitOpenException");
        assertThat(Integer.parseInt(refused.header("Retry-After"))).isBetween(1, 60);
        assertThat(refused.elapsed()).isLessThan(Duration.ofMillis(500));
        assertThat(service.management().get("/health/readiness").status()).isEqualTo(503);
        System.out.println(
                "measured: 503 of the open breaker after " + refused.elapsed().toMillis() + " ms");
    }

    private static String send(String mode, String sendMode, String topic, String eventId) {
        return "/api/v1/send?mode=" + mode + "&sendMode=" + sendMode + "&topic=" + topic + "&eventId=" + eventId;
    }
}
