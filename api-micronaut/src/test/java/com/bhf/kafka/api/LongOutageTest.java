package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Kafka is down for longer than the delivery timeout while sends are accepted. By default a short outage with short
 * timeouts; {@code -Dtest.jvm.args=-Doutage.seconds=600} is ten minutes with the service's own.
 */
@Tag("process")
class LongOutageTest {
    private static final int SECONDS = Integer.getInteger("outage.seconds", 12);
    private static final boolean SHORT = SECONDS < 120;
    private static final Map<String, String> SHORT_TIMEOUTS =
            Map.of("KAFKA_DELIVERY_TIMEOUT_MS", "3000", "KAFKA_MAX_BLOCK_MS", "500", "REDELIVERY_SETTLE_MS", "1000");
    private static final int SENDS_A_SECOND = SHORT ? 50 : 15;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final AtomicInteger sent = new AtomicInteger();

    @Test
    void shouldDeliverEveryAcceptedSendOnceWhenKafkaWasDownForLongerThanTheDeliveryTimeout() throws Exception {
        try (RealBroker broker = RealBroker.launch()) {
            broker.createTopic("seen", 3);
            broker.createTopic("unseen", 3);
            try (ApiProcess service = ApiProcess.start(broker.bootstrapServers(), SHORT ? SHORT_TIMEOUTS : Map.of())) {
                // Given a load that goes on, before, while and after Kafka is down
                assertThat(send(service.api(), "seen").status()).isEqualTo(202);
                ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
                load.scheduleAtFixedRate(
                        () -> sendLater(service.api()), 0, 1_000_000 / SENDS_A_SECOND, TimeUnit.MICROSECONDS);
                Eventually.isTrue(PATIENCE, () -> answers.size() > SENDS_A_SECOND);

                // When
                broker.killDashNine();
                long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
                Eventually.isTrue(Duration.ofSeconds(SECONDS + 60L), () -> System.nanoTime() > until);
                broker.start();
                long back = System.nanoTime();
                load.shutdown();
                Eventually.isTrue(PATIENCE, () -> answers.size() == sent.get());

                // Then
                List<Answer> accepted = answers.stream()
                        .filter(answer -> answer.status() == 202)
                        .toList();
                Map<String, Answer> statuses = new HashMap<>();
                accepted.forEach(answer -> statuses.put(
                        answer.text("requestId"), service.api().awaitFinal(answer.text("requestId"), PATIENCE)));
                System.out.printf(
                        "measured: Kafka down %d s: %d of %d accepted, all final %d ms after it was back%n",
                        SECONDS, accepted.size(), answers.size(), (System.nanoTime() - back) / 1_000_000);
                assertThat(accepted).hasSizeGreaterThan(SECONDS * SENDS_A_SECOND / 2);
                assertThat(statuses.values())
                        .allSatisfy(status -> assertThat(status.text("state")).isEqualTo("OK"));
                Map<String, Long> copies = new HashMap<>(Landed.counts(broker, "seen"));
                copies.putAll(Landed.counts(broker, "unseen"));
                assertThat(statuses.keySet())
                        .allSatisfy(id -> assertThat(copies).containsEntry(id, 1L));
            }
        }
    }

    private static String path(String topic) {
        return "/api/v1/send?mode=idempotent&sendMode=async&eventId=E&topic=" + topic;
    }

    private static Answer send(ApiClient api, String topic) {
        return api.post(path(topic));
    }

    private void sendLater(ApiClient api) {
        String topic = sent.incrementAndGet() % 2 == 0 ? "seen" : "unseen";
        api.sendLater(api.request(path(topic)).POST(BodyPublishers.noBody())).thenAccept(answers::add);
    }
}
