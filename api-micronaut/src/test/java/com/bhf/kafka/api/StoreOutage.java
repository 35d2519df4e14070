package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Async sends to a service whose store is broken: what they are answered, and what became of them afterwards. */
final class StoreOutage {
    private static final Duration ANSWER_BOUND = Duration.ofSeconds(10);
    private static final int AT_ONCE = 4;

    private final ApiClient api;
    private final String topic;
    private byte[] body;
    private final Map<String, Answer> byEventId = new HashMap<>();
    private final Set<String> beforeIt = new HashSet<>();
    private int sent;

    StoreOutage(ApiClient api, String topic, int bodySize) {
        this.api = api;
        this.topic = topic;
        bodies(bodySize);
    }

    /** The size of those that are sent from now on. */
    void bodies(int size) {
        body = "x".repeat(size).getBytes(StandardCharsets.US_ASCII);
    }

    /** Sends a few at once and waits for their answers. */
    List<Answer> send() {
        Map<String, CompletableFuture<Answer>> waiting = new HashMap<>();
        for (int i = 0; i < AT_ONCE; i++) {
            String eventId = "event-" + sent++;
            waiting.put(eventId, api.postLater(path(eventId), body));
        }
        List<Answer> answers = new ArrayList<>();
        waiting.forEach((eventId, answer) -> {
            byEventId.put(eventId, answer.join());
            answers.add(answer.join());
        });
        return answers;
    }

    private String path(String eventId) {
        return "/api/v1/send?mode=idempotent&sendMode=async&topic=" + topic + "&eventId=" + eventId;
    }

    /** Sends that must be accepted: the store is not broken yet. */
    void sendBefore() {
        assertThat(send()).allSatisfy(answer -> assertThat(answer.status()).isEqualTo(202));
        begins();
    }

    /** What was sent until now may have been accepted. */
    void begins() {
        beforeIt.addAll(byEventId.keySet());
    }

    /** None of those sent while the store was broken was accepted, and all were told so in time. */
    void assertRefused() {
        List<Answer> answers = byEventId.entrySet().stream()
                .filter(entry -> !beforeIt.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        assertThat(answers).isNotEmpty().allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.summary()).isIn(503, 504);
            assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
            assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
            assertThat(answer.text("outcome")).isEqualTo(answer.status() == 503 ? "NOT_WRITTEN" : "UNKNOWN");
            assertThat(answer.elapsed()).isLessThan(ANSWER_BOUND);
        });
    }

    /** Every accepted send ends with one record, every refused one with none, and every doubt with the truth. */
    void assertTruth(Supplier<List<Landed>> records, Duration patience) {
        Eventually.isTrue(patience, () -> api.get("/api/v1/metrics").body().contains("\"async\":{\"inFlight\":0}"));
        Map<String, Long> copies = copies(records.get());
        byEventId.forEach((eventId, answer) -> {
            long found = copies.getOrDefault(eventId, 0L);
            assertThat(found).as(eventId + " " + answer.summary()).isEqualTo(promised(answer, patience));
        });
    }

    private static Map<String, Long> copies(List<Landed> records) {
        return records.stream()
                .collect(Collectors.groupingBy(landed -> landed.header("event-id"), Collectors.counting()));
    }

    /** How many records the service says there are. */
    private long promised(Answer answer, Duration patience) {
        if (answer.status() == 503) {
            return 0;
        }
        Answer status = Eventually.get(
                patience,
                () -> api.get("/api/v1/status?requestId=" + answer.text("requestId")),
                seen -> seen.isFinal() || (seen.status() == 404 && answer.status() == 504));
        if (status.status() == 200) {
            assertThat(status.text("state")).as(status.summary()).isEqualTo("OK");
            return 1;
        }
        return 0;
    }

    /** The ids that got a 202. */
    List<String> accepted() {
        return byEventId.values().stream()
                .filter(answer -> answer.status() == 202)
                .map(answer -> answer.text("requestId"))
                .toList();
    }

    @Override
    public String toString() {
        Map<Integer, Long> counts = byEventId.values().stream()
                .collect(Collectors.groupingBy(Answer::status, TreeMap::new, Collectors.counting()));
        long slowest = byEventId.values().stream()
                .mapToLong(answer -> answer.elapsed().toMillis())
                .max()
                .orElse(0);
        return "answers " + counts + ", slowest " + slowest + " ms";
    }
}
