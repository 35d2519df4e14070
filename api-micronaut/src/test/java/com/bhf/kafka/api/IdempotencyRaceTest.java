package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many requests with one key at once: one of them is sent, and all are told the same. */
@ApiTest
class IdempotencyRaceTest {
    private static final int REQUESTS = 1_000;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final ApiClient api;
    private final String key = UUID.randomUUID().toString();

    IdempotencyRaceTest(EmbeddedServer server) {
        this.api = new ApiClient(server.getPort());
    }

    private static String path(String topic, String sendMode) {
        return "/api/v1/send?eventId=E&mode=idempotent&sendMode=" + sendMode + "&topic=" + topic;
    }

    @ParameterizedTest
    @ValueSource(strings = {"async", "sync"})
    void shouldMakeOneRecordWhenAThousandRequestsRace(String sendMode) {
        // Given
        String topic = SharedBroker.newTopic("race");
        String path = path(topic, sendMode);

        // When
        List<Answer> answers = answers(IntStream.range(0, REQUESTS)
                .mapToObj(i -> api.postKeyedLater(path, key))
                .toList());

        // Then
        System.out.println("measured: " + REQUESTS + " racing " + sendMode + " requests with one key: "
                + answers.stream().collect(Collectors.groupingBy(Answer::status, Collectors.counting())) + ", "
                + new Latencies(answers));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.status())
                        .as(answer.summary())
                        .isIn(sendMode.equals("async") ? Set.of(202) : Set.of(200, 409)));
        assertThat(answers.stream().map(answer -> answer.text("requestId")).distinct())
                .hasSize(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.status() != 409)
                        .filter(answer -> answer.header("Idempotency-Replayed").isEmpty()))
                .hasSize(1);
        assertOneRecord(topic, answers.get(0).text("requestId"));
    }

    @Test
    void shouldMakeOneRecordPerTopicWhenTheKeyIsUsedOnTwo() {
        // Given
        List<String> topics = List.of(SharedBroker.newTopic("left"), SharedBroker.newTopic("right"));

        // When
        List<Answer> answers = answers(IntStream.range(0, 200)
                .mapToObj(i -> api.postKeyedLater(path(topics.get(i % 2), "async"), key))
                .toList());

        // Then
        assertThat(answers).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(202));
        for (String topic : topics) {
            Set<String> ids = answers.stream()
                    .filter(answer -> answer.text("topic").equals(topic))
                    .map(answer -> answer.text("requestId"))
                    .collect(Collectors.toSet());
            assertThat(ids).hasSize(1);
            assertOneRecord(topic, ids.iterator().next());
        }
    }

    /** The control arm: what the others would see if keys did nothing. */
    @Test
    void shouldMakeOneRecordEachWhenThereIsNoKey() {
        // Given
        String topic = SharedBroker.newTopic("unkeyed");

        // When
        List<Answer> answers = answers(IntStream.range(0, 20)
                .mapToObj(i -> api.postLater(path(topic, "sync")))
                .toList());

        // Then
        assertThat(answers.stream().map(answer -> answer.text("requestId")).distinct())
                .hasSize(20);
        assertThat(SharedBroker.read(topic)).hasSize(20);
    }

    private static List<Answer> answers(List<CompletableFuture<Answer>> requests) {
        return requests.stream().map(CompletableFuture::join).toList();
    }

    private void assertOneRecord(String topic, String requestId) {
        Answer status =
                Eventually.get(PATIENCE, () -> api.get("/api/v1/status?requestId=" + requestId), Answer::isFinal);
        assertThat(status.text("state")).isEqualTo("OK");
        assertThat(SharedBroker.read(topic))
                .extracting(landed -> landed.header("request-id"))
                .containsExactly(requestId);
    }
}
