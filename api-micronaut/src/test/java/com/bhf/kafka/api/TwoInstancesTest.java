package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two instances on one PostgreSQL: what one accepts the other knows, and brings to its end when the first cannot. */
@Tag("process")
@ExtendWith(SharedBroker.class)
class TwoInstancesTest {
    private static final Duration TAKEN_OVER_WITHIN = Duration.ofSeconds(60);
    private static final int OPEN_AT_LEAST = 300;
    private static final int BEHIND = 20;

    private static PostgresServer postgres;
    private static Map<String, String> settings;
    private static ApiProcess survivor;

    private final RealBroker broker = SharedBroker.get();
    private final String topic = SharedBroker.newTopic("two");

    @BeforeAll
    static void start() {
        postgres = PostgresServer.launch();
        settings = new HashMap<>(postgres.settings());
        settings.put("STATUS_LEASE_MS", "2000");
        settings.put("REDELIVERY_SETTLE_MS", "1000");
        survivor = startInstance();
    }

    private static ApiProcess startInstance() {
        return ApiProcess.start(SharedBroker.get().bootstrapServers(), settings);
    }

    @AfterAll
    static void stop() {
        survivor.close();
        postgres.close();
    }

    @Test
    void shouldTellTheStatusOfASendThatTheOtherInstanceAccepted() {
        try (ApiProcess other = startInstance()) {
            // When
            Answer accepted = other.api().post(async("asked-elsewhere"));

            // Then
            Answer status = survivor.api().awaitFinal(accepted.text("requestId"), TAKEN_OVER_WITHIN);
            assertThat(status.text("state")).as(status.summary()).isEqualTo("OK");
            assertThat(status.body())
                    .isEqualTo(other.api().get(accepted.header("Location")).body());
        }
    }

    /** While Kafka is silent nothing becomes final: all that is accepted is open when the instance dies. */
    @Test
    void shouldBringEveryOpenSendToItsEndOnceWhenTheOtherInstanceIsKilled() {
        // Given
        ApiProcess victim = startInstance();
        AsyncLoad load = new AsyncLoad(victim.api(), topic);
        Eventually.isTrue(TAKEN_OVER_WITHIN, () -> load.acceptedSoFar() > OPEN_AT_LEAST);
        broker.pause();
        int before = load.acceptedSoFar();
        try {
            Eventually.isTrue(TAKEN_OVER_WITHIN, () -> load.acceptedSoFar() > before + OPEN_AT_LEAST);
        } finally {
            // When
            victim.killDashNine();
            broker.resume();
        }
        long killed = System.nanoTime();
        List<String> accepted = load.stop();

        // Then
        List<Long> finalAfter = finalAfter(accepted, killed);
        System.out.println("measured: instance killed: " + accepted.size() + " accepted, about "
                + (accepted.size() - before) + " open, final after p50 " + finalAfter.get(finalAfter.size() / 2)
                + " ms, max " + finalAfter.get(finalAfter.size() - 1) + " ms");
        Map<String, Long> copies = copies();
        assertThat(accepted).allSatisfy(id -> assertThat(copies).containsEntry(id, 1L));
        assertThat(copies.values()).containsOnly(1L);
    }

    /** @return for each that was open when first asked for, and 0 for the others: milliseconds until it was final; sorted */
    private static List<Long> finalAfter(List<String> ids, long since) {
        List<Long> result = new ArrayList<>();
        List<String> open = new ArrayList<>(ids);
        Eventually.isTrue(TAKEN_OVER_WITHIN, () -> {
            open.removeIf(id -> {
                Answer status = survivor.api().get("/api/v1/status?requestId=" + id);
                assertThat(status.status()).as(status.summary()).isEqualTo(200);
                if (status.isFinal()) {
                    assertThat(status.text("state")).isEqualTo("OK");
                    result.add(Duration.ofNanos(System.nanoTime() - since).toMillis());
                }
                return status.isFinal();
            });
            return open.isEmpty();
        });
        return result;
    }

    /**
     * The claim: what an instance had not handed to Kafka's client when it fell silent, it does not send once it is
     * back. Kafka is silent when the sends are accepted, so the first of the topic waits in the client for its
     * metadata, and all others behind it. The first is outside the claim: the client may still send it.
     */
    @Test
    void shouldNotSendWhatAnotherInstanceTookOverWhenItComesBack() {
        try (ApiProcess sleeper = startInstance()) {
            // Given
            broker.pause();
            List<String> accepted = new ArrayList<>();
            try {
                for (int i = 0; i <= BEHIND; i++) {
                    Answer answer = sleeper.api().post(async("E" + i));
                    assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
                    accepted.add(answer.text("requestId"));
                }
                sleeper.freeze();
            } finally {
                broker.resume();
            }
            List<Answer> finals = accepted.stream()
                    .map(id -> survivor.api().awaitFinal(id, TAKEN_OVER_WITHIN))
                    .toList();

            // When
            sleeper.thaw();

            // Then it has let go of all, and works under a new name
            Eventually.isTrue(
                    TAKEN_OVER_WITHIN,
                    () -> sleeper.api().get("/api/v1/metrics").body().contains("\"async\":{\"inFlight\":0}"));
            Answer next = sleeper.api().post(async("next"));
            assertThat(sleeper.api()
                            .awaitFinal(next.text("requestId"), TAKEN_OVER_WITHIN)
                            .text("state"))
                    .isEqualTo("OK");
            assertThat(sleeper.outputLines()).anyMatch(line -> line.contains("event=lease-lost"));
            Map<String, Long> copies = copies();
            System.out.println("measured: instance frozen: copies of the first " + copies.get(accepted.get(0)));
            assertThat(accepted.subList(1, accepted.size()))
                    .allSatisfy(id -> assertThat(copies).containsEntry(id, 1L));
            for (int i = 0; i < finals.size(); i++) {
                assertThat(survivor.api()
                                .awaitFinal(accepted.get(i), TAKEN_OVER_WITHIN)
                                .body())
                        .isEqualTo(finals.get(i).body());
            }
        }
    }

    private String async(String eventId) {
        return "/api/v1/send?mode=idempotent&sendMode=async&topic=" + topic + "&eventId=" + eventId;
    }

    private Map<String, Long> copies() {
        return SharedBroker.read(topic).stream()
                .collect(Collectors.groupingBy(landed -> landed.header("request-id"), Collectors.counting()));
    }
}
