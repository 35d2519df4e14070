package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Entries streamed in as lines, results streamed out. */
@ApiTest
class LineStreamTest {
    private final int port;
    private final ApiClient api;
    private final BatchMeters meters;
    private final ByteBudget budget;

    LineStreamTest(EmbeddedServer server, BatchMeters meters, ByteBudget budget) {
        this.port = server.getPort();
        this.api = new ApiClient(port);
        this.meters = meters;
        this.budget = budget;
    }

    private static String line(int id, String more) {
        return "{\"eventId\":\"E\",\"id\":" + id + more + "}\n";
    }

    private void awaitNothingHeld() {
        Eventually.isTrue(Duration.ofSeconds(20), () -> meters.openStreams() == 0 && budget.taken() == 0);
        Eventually.isTrue(Duration.ofSeconds(20), () -> api.inFlight("sync") == 0 && api.inFlight("async") == 0);
    }

    @Test
    void shouldAnswerEachLineAsSoonAsItIsKnownWhenTheStreamGoesOn() {
        // Given
        String topic = SharedBroker.newTopic("lines");
        try (LineClient client = new LineClient(port, "?mode=plain&topic=" + topic)) {
            for (int i = 0; i < 5; i++) {
                // When the next line is sent only after the answer to this one
                client.send(line(i, ""));

                // Then
                assertThat(client.next())
                        .containsEntry("id", i)
                        .containsEntry("status", "OK")
                        .containsEntry("offset", i);
            }
            client.send("{\"eventId\":\"last\",\"isAsync\":true}").end();
            assertThat(client.rest())
                    .singleElement()
                    .satisfies(last -> assertThat(last).containsEntry("id", 5).containsEntry("status", "ACCEPTED"));
        }
        awaitNothingHeld();
    }

    @Test
    void shouldKeepTheOrderAndAnswerEachOnceWhenThereAreManyLines() {
        // Given
        String topic = SharedBroker.newTopic("lines");
        int count = 10_000;

        // When
        List<Map<String, Object>> results = Collections.synchronizedList(new ArrayList<>());
        try (LineClient client = new LineClient(port, "?mode=idempotent&topic=" + topic)) {
            Thread reader = new Thread(() -> results.addAll(client.rest()));
            reader.start();
            for (int i = 0; i < count; i += 100) {
                StringBuilder lines = new StringBuilder();
                for (int j = i; j < i + 100; j++) {
                    lines.append(line(j, ",\"key\":\"same\",\"message\":\"" + j + "\""));
                }
                client.send(lines.toString());
            }
            client.end();
            join(reader);
        }

        // Then
        assertThat(results)
                .hasSize(count)
                .allSatisfy(result -> assertThat(result).containsEntry("status", "OK"));
        assertThat(results).extracting(result -> (Integer) result.get("id")).doesNotHaveDuplicates();
        assertThat(SharedBroker.read(topic))
                .extracting(Landed::value)
                .containsExactlyElementsOf(
                        IntStream.range(0, count).mapToObj(String::valueOf).toList());
        awaitNothingHeld();
    }

    private static void join(Thread thread) {
        try {
            thread.join(60_000);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void shouldRefuseTheLineAloneWhenItIsBad() {
        // Given
        String topic = SharedBroker.newTopic("lines");

        // When
        List<Map<String, Object>> results;
        try (LineClient client = new LineClient(port, "?mode=plain&topic=" + topic)) {
            client.send(line(100, "") + "\r\n  \n{\"eventId\":\n[]\n" + "x".repeat(70_000) + "\n")
                    .send("{\"eventId\":\"E\",\"message\":\"" + "y".repeat(1_048_576) + "\"}\n" + line(200, ""))
                    .send("{\"eventId\":\"E\",\"mode\":[" + "[".repeat(5_000) + "\n{\"eventId\":\"E\"} {}\n")
                    .send(line(300, "").strip())
                    .end();
            results = client.rest();
        }

        // Then
        Map<Object, Object> statuses = new java.util.HashMap<>();
        results.forEach(result -> statuses.put(result.get("id"), result.get("status")));
        assertThat(statuses)
                .hasSize(results.size())
                .isEqualTo(Map.of(100, "OK", 1, 400, 2, 400, 3, 400, 4, 413, 200, "OK", 6, 400, 7, 400, 300, "OK"));
        assertThat(SharedBroker.read(topic)).hasSize(3);
        awaitNothingHeld();
    }

    @Test
    void shouldAnswerEachIdOnceWhenGoodAndBadAreMixed() {
        // Given
        String topic = SharedBroker.newTopic("lines");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> kinds = List.of(
                "",
                ",\"message\":{\"a\":1}",
                ",\"isAsync\":true",
                ",\"idempotencyKey\":\"k\"",
                ",\"isAsync\":true,\"idempotencyKey\":\"k\"",
                ",\"colour\":1",
                ",\"partition\":99",
                ",\"topic\":\"nobody-made-it\"",
                ",\"timestamp\":\"never\"");
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            lines.append(line(i, kinds.get(random.nextInt(kinds.size()))));
        }

        // When
        List<Map<String, Object>> results;
        try (LineClient client = new LineClient(port, "?mode=idempotent&topic=" + topic)) {
            results = client.send(lines.toString()).end().rest();
        }

        // Then
        assertThat(results)
                .as("seed %s", seed)
                .extracting(result -> (Integer) result.get("id"))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 500).boxed().toList());
        awaitNothingHeld();
    }

    @Test
    void shouldSendWhatItHasReadWhenTheClientGoesAway() {
        // Given
        String topic = SharedBroker.newTopic("lines");

        // When it goes in the middle of a line, without reading a result
        try (LineClient client = new LineClient(port, "?mode=idempotent&sendMode=async&topic=" + topic)) {
            for (int i = 0; i < 300; i++) {
                client.send(line(i, ""));
            }
            client.send("{\"eventId\":\"half");
            Eventually.isTrue(
                    Duration.ofSeconds(20), () -> !SharedBroker.read(topic).isEmpty());
        }

        // Then what was sent is sent once
        awaitNothingHeld();
        assertThat(SharedBroker.read(topic)).hasSizeBetween(1, 300);
        assertThat(SharedBroker.read(topic))
                .extracting(landed -> landed.header("request-id"))
                .doesNotHaveDuplicates();
    }
}
