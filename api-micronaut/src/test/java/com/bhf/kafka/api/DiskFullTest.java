package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.bhf.kafka.lab.broker.RealBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** H2's file cannot grow. A limit of the process does what a full disk does: writes fail with an I/O error. */
@Tag("process")
@ExtendWith(SharedBroker.class)
class DiskFullTest {
    private static final Path PRLIMIT = Path.of("/usr/bin/prlimit");
    private static final int FILE_LIMIT_KB = 16 << 10;
    private static final int LARGE = 200_000;
    private static final int HUGE = 900_000;
    private static final Duration LONGER_THAN_DISTRUST = Duration.ofSeconds(7);
    private static final String STORE_DOWN = "\"store\":{\"name\":\"reliable-producer-api\",\"status\":\"DOWN\"";
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(5);

    private final RealBroker broker = SharedBroker.get();
    private final String topic = SharedBroker.newTopic("full");

    /** While Kafka is silent what is accepted stays open, and its payload in the file. */
    @Test
    void shouldAcceptNothingWhileTheDiskIsFullAndRecoverByItself() {
        assumeTrue(Files.isExecutable(PRLIMIT), "Needs prlimit of util-linux to give the disk its space back");
        Map<String, String> settings = Map.of("REDELIVERY_SETTLE_MS", "1000");
        try (ApiProcess service = ApiProcess.startOnFullDisk(FILE_LIMIT_KB, broker.bootstrapServers(), settings)) {
            StoreOutage outage = new StoreOutage(service.api(), topic, LARGE);
            broker.pause();
            try {
                // When
                outage.sendBefore();
                Eventually.get(
                        PATIENCE, outage::send, answers -> !statuses(answers).contains(202));

                // Then
                assertRefusedWhileFull(service, outage);
            } finally {
                broker.resume();
            }
            Eventually.get(PATIENCE, () -> sync(service), answer -> answer.status() == 200);
            assertRecovers(service, outage);
        }
    }

    private static void assertRefusedWhileFull(ApiProcess service, StoreOutage outage) {
        long full = System.nanoTime();
        Eventually.get(SOON, () -> readiness(service), answer -> answer.body().contains(STORE_DOWN));
        System.out.println("measured: disk full: readiness 503 after " + millisSince(full) + " ms");
        assertThat(service.management().get("/health/liveness").status()).isEqualTo(200);
        outage.begins();
        outage.bodies(HUGE);
        Eventually.get(PATIENCE, outage::send, answers -> millisSince(full) > LONGER_THAN_DISTRUST.toMillis());
        outage.assertRefused();
        assertThat(readiness(service).body()).contains(STORE_DOWN);
        assertKnown(service, outage);
    }

    private void assertRecovers(ApiProcess service, StoreOutage outage) {
        service.liftFileLimit();
        long lifted = System.nanoTime();
        Eventually.get(PATIENCE, outage::send, answers -> statuses(answers).equals(List.of(202, 202, 202, 202)));
        long accepting = millisSince(lifted);
        Eventually.get(PATIENCE, () -> readiness(service), answer -> answer.status() == 200);
        System.out.println("measured: disk full: " + outage + "; after it 202 after " + accepting
                + " ms, readiness 200 after " + millisSince(lifted) + " ms");
        outage.assertTruth(() -> SharedBroker.read(topic), PATIENCE);
    }

    private static List<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).toList();
    }

    private static Answer readiness(ApiProcess service) {
        return service.management().get("/health/readiness");
    }

    private Answer sync(ApiProcess service) {
        return service.api().post("/api/v1/send?mode=idempotent&eventId=S&topic=" + topic);
    }

    /** H2 has closed and opened its file by now. */
    private static void assertKnown(ApiProcess service, StoreOutage outage) {
        assertThat(outage.accepted())
                .isNotEmpty()
                .allSatisfy(id -> Eventually.get(
                        SOON,
                        () -> service.api().get("/api/v1/status?requestId=" + id),
                        known -> known.status() == 200));
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
