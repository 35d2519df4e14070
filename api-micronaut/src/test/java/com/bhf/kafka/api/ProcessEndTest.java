package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** However the process ends, what got a 202 is known after the restart. */
@Tag("process")
@ExtendWith(SharedBroker.class)
class ProcessEndTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 2);
    private static final int BATCH = 20;
    private static final int SENDS_A_ROUND = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIGTERM_STATUS = 128 + 15;

    private final RealBroker broker = SharedBroker.get();
    private Map<String, String> sameStore;
    private String topic;

    @BeforeEach
    void chooseStoreAndTopic() {
        sameStore = Map.of(
                "STATUS_STORE_URL", "jdbc:h2:file:" + TestSettings.newFolder().resolve("status"));
        topic = SharedBroker.newTopic("process");
    }

    @Test
    void shouldKnowEveryAcceptedSendWhenKilledUnderLoad() {
        Map<String, Answer> statuses = new HashMap<>();
        ApiProcess process = start();
        for (int round = 1; round <= ROUNDS; round++) {
            // Given
            AsyncLoad load = loaded(process, round % 2 == 0 ? BATCH : 0);

            // When
            process.killDashNine();
            List<String> accepted = load.stop();
            process = start();

            // Then
            statuses.putAll(statuses(process, accepted));
            assertThat(statuses.values()).allMatch(status -> status.status() == 200);
            System.out.println("measured: kill -9 round " + round + ": " + accepted.size() + " accepted, states "
                    + states(statuses));
        }
        assertTruth(finalStatuses(process, statuses));
        process.killDashNine();
    }

    @Test
    void shouldEndInTimeAndLoseNothingWhenTerminatedUnderLoad() {
        // Given
        ApiProcess process = start();
        AsyncLoad load = loaded(process, 0);

        // When
        long startedAt = System.nanoTime();
        process.terminate();
        int exitStatus = process.exitStatus(Duration.ofSeconds(15));

        // Then
        System.out.println("measured: SIGTERM to exit "
                + Duration.ofNanos(System.nanoTime() - startedAt).toMillis() + " ms");
        assertThat(exitStatus).isEqualTo(SIGTERM_STATUS);
        assertThat(process.errorLines()).isEmpty();
        List<String> accepted = load.stop();
        try (ApiProcess restarted = start()) {
            Map<String, Answer> statuses = statuses(restarted, accepted);
            assertThat(statuses.values()).allMatch(status -> status.status() == 200);
            assertTruth(finalStatuses(restarted, statuses));
            System.out.println("measured: SIGTERM: " + accepted.size() + " accepted, states " + states(statuses));
        }
    }

    private ApiProcess start() {
        return ApiProcess.start(broker.bootstrapServers(), sameStore);
    }

    private AsyncLoad loaded(ApiProcess process, int batch) {
        AsyncLoad load = new AsyncLoad(process.api(), topic, batch);
        Eventually.isTrue(PATIENCE, () -> load.acceptedSoFar() >= SENDS_A_ROUND);
        return load;
    }

    private static Map<String, Answer> statuses(ApiProcess process, List<String> accepted) {
        return accepted.stream()
                .collect(Collectors.toMap(id -> id, id -> process.api().get("/api/v1/status?requestId=" + id)));
    }

    /** What was open when the process ended is recovered: looked for in the topic, and sent if it is not there. */
    private static Map<String, Answer> finalStatuses(ApiProcess process, Map<String, Answer> statuses) {
        Map<String, Answer> latest = new HashMap<>(statuses);
        Eventually.isTrue(PATIENCE, () -> {
            latest.replaceAll(
                    (id, status) -> status.isFinal() ? status : process.api().get("/api/v1/status?requestId=" + id));
            return latest.values().stream().allMatch(Answer::isFinal);
        });
        return latest;
    }

    /** Each is OK, and there is exactly one record of it, at that place. */
    private void assertTruth(Map<String, Answer> statuses) {
        Map<String, List<Landed>> records =
                SharedBroker.read(topic).stream().collect(Collectors.groupingBy(landed -> landed.header("request-id")));
        statuses.forEach((id, status) -> {
            assertThat(status.text("state")).as(id + ": " + status).isEqualTo("OK");
            List<Landed> found = records.getOrDefault(id, List.of());
            assertThat(found).as(id).hasSize(1);
            assertThat(found.get(0).record().offset()).isEqualTo(status.number("offset"));
            assertThat(found.get(0).record().partition()).isEqualTo((int) status.number("partition"));
        });
    }

    private static Map<String, Long> states(Map<String, Answer> statuses) {
        return statuses.values().stream()
                .collect(Collectors.groupingBy(answer -> answer.text("state"), Collectors.counting()));
    }
}
