package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** PostgreSQL goes away under a running service, and is back. */
@Tag("process")
@ExtendWith(SharedBroker.class)
class PostgresBrokenTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration DOWN_SOON = Duration.ofSeconds(8);

    private static PostgresServer postgres;
    private static ApiProcess service;

    private final String topic = SharedBroker.newTopic("postgres");

    private enum Outage {
        KILLED {
            @Override
            void begin(PostgresServer server) {
                server.killDashNine();
            }

            @Override
            void end(PostgresServer server) {
                server.close(); // what is left of it in this JVM
                server.start();
            }
        },
        HANGING {
            @Override
            void begin(PostgresServer server) {
                server.freeze();
            }

            @Override
            void end(PostgresServer server) {
                server.thaw();
            }
        };

        abstract void begin(PostgresServer server);

        abstract void end(PostgresServer server);
    }

    @BeforeAll
    static void start() {
        postgres = PostgresServer.launch();
        Map<String, String> settings = new HashMap<>(postgres.settings());
        settings.put("REDELIVERY_SETTLE_MS", "1000");
        service = ApiProcess.start(SharedBroker.get().bootstrapServers(), settings);
    }

    @AfterAll
    static void stop() {
        service.close();
        postgres.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptNothingWhileTheServerIsAwayAndRecoverByItself(Outage kind) {
        // Given
        StoreOutage outage = new StoreOutage(service.api(), topic, 100);
        outage.sendBefore();

        // When
        long began = System.nanoTime();
        kind.begin(postgres);

        // Then
        CompletableFuture<List<Answer>> refused = CompletableFuture.supplyAsync(outage::send);
        Eventually.get(DOWN_SOON, PostgresBrokenTest::readiness, answer -> answer.status() == 503);
        System.out.println("measured: PostgreSQL " + kind + ": readiness 503 after " + millisSince(began) + " ms");
        assertThat(service.management().get("/health/liveness").status()).isEqualTo(200);
        assertThat(sync().status()).isEqualTo(200);
        refused.join();
        outage.send();
        assertThat(readiness().status()).isEqualTo(503);
        outage.assertRefused();

        // When
        kind.end(postgres);
        long ended = System.nanoTime();

        // Then
        Eventually.get(PATIENCE, outage::send, answers -> statuses(answers).equals(List.of(202, 202, 202, 202)));
        long accepting = millisSince(ended);
        Eventually.get(PATIENCE, PostgresBrokenTest::readiness, answer -> answer.status() == 200);
        System.out.println("measured: PostgreSQL " + kind + ": " + outage + "; after it 202 after " + accepting
                + " ms, readiness 200 after " + millisSince(ended) + " ms");
        outage.assertTruth(() -> SharedBroker.read(topic), PATIENCE);
    }

    private Answer sync() {
        return service.api().post("/api/v1/send?mode=idempotent&eventId=S&topic=" + topic);
    }

    private static Answer readiness() {
        return service.management().get("/health/readiness");
    }

    private static List<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).toList();
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
