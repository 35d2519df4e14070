package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.bhf.kafka.lab.broker.RealBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
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
    private static final int ROUNDS_IN_A_ROW = 5;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String UNREPLICATED = "min.insync.replicas";

    private final RealBroker broker = SharedBroker.get();

    /** What is accepted for a topic with too few replicas stays open, and its payload in the file. */
    @Test
    void shouldAcceptNothingWhileTheDiskIsFullAndRecoverByItself() throws Exception {
        assumeTrue(Files.isExecutable(PRLIMIT), "Needs prlimit of util-linux to give the disk its space back");
        String topic = "full-" + System.nanoTime();
        String other = SharedBroker.newTopic("not-full");
        broker.createTopic(topic, 1, Map.of(UNREPLICATED, "2"));
        Map<String, String> settings = Map.of("REDELIVERY_SETTLE_MS", "1000");
        try (ApiProcess service = ApiProcess.startOnFullDisk(FILE_LIMIT_KB, broker.bootstrapServers(), settings)) {
            // Given
            StoreOutage outage = new StoreOutage(service.api(), topic, LARGE);
            outage.sendBefore();
            fill(outage);

            // When
            long full = System.nanoTime();
            outage.send();

            // Then
            Answer down = Eventually.get(SOON, () -> readiness(service), answer -> answer.status() == 503);
            System.out.println("measured: disk full: readiness 503 after " + millisSince(full) + " ms");
            assertThat(down.body()).contains("\"store\":{\"name\":\"reliable-producer-api\",\"status\":\"DOWN\"");
            assertThat(service.management().get("/health/liveness").status()).isEqualTo(200);
            assertThat(sync(service, other).status()).isEqualTo(200);
            Eventually.get(SOON, outage::send, answers -> millisSince(full) > 2_000);
            outage.assertRefused();
            assertThat(outage.answered(504)).isZero();
            assertThat(readiness(service).status()).isEqualTo(503);
            assertKnown(service, outage);

            // When
            service.liftFileLimit();
            long lifted = System.nanoTime();

            // Then
            Eventually.get(PATIENCE, outage::send, answers -> statuses(answers).equals(List.of(202, 202, 202, 202)));
            long accepting = millisSince(lifted);
            Eventually.get(PATIENCE, () -> readiness(service), answer -> answer.status() == 200);
            System.out.println("measured: disk full: " + outage + "; after it 202 after " + accepting
                    + " ms, readiness 200 after " + millisSince(lifted) + " ms");
            letTheTopicTakeRecords(topic);
            outage.assertTruth(() -> SharedBroker.read(topic), PATIENCE);
        }
    }

    /** H2 finds some space again and again; and so it is full for what is larger. */
    private static void fill(StoreOutage outage) {
        AtomicInteger refused = new AtomicInteger();
        Eventually.get(PATIENCE, outage::send, answers -> {
            boolean all = !statuses(answers).contains(202);
            return refused.updateAndGet(rounds -> all ? rounds + 1 : 0) == ROUNDS_IN_A_ROW;
        });
        outage.begins();
        outage.bodies(HUGE);
    }

    private static List<Integer> statuses(List<Answer> answers) {
        return answers.stream().map(Answer::status).toList();
    }

    private static Answer readiness(ApiProcess service) {
        return service.management().get("/health/readiness");
    }

    private static Answer sync(ApiProcess service, String topic) {
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

    private void letTheTopicTakeRecords(String topic) throws ExecutionException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        AlterConfigOp change = new AlterConfigOp(new ConfigEntry(UNREPLICATED, "1"), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.incrementalAlterConfigs(Map.of(resource, List.of(change)))
                    .all()
                    .get();
        }
    }
}
