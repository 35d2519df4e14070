package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A JSON array of sends. */
@ApiTest
class BatchContractTest {
    private static final String BATCH = "/api/v1/send/batch";
    private static final String DEFAULTS = BATCH + "?mode=idempotent&topic=";

    private final ApiClient api;

    BatchContractTest(EmbeddedServer server) {
        this.api = new ApiClient(server.getPort());
    }

    private static String entry(String fields) {
        return "{\"eventId\":\"E\"" + (fields.isEmpty() ? "" : "," + fields) + "}";
    }

    private static String array(List<String> entries) {
        return "[" + String.join(",", entries) + "]";
    }

    private static Map<String, Landed> byRequestId(String topic) {
        return SharedBroker.read(topic).stream()
                .collect(Collectors.toMap(landed -> landed.header("request-id"), landed -> landed));
    }

    private static List<Landed> awaitLanded(String topic, int count) {
        return Eventually.get(Duration.ofSeconds(20), () -> SharedBroker.read(topic), all -> all.size() >= count);
    }

    @Test
    void shouldAnswerWithThePlacesInOrderWhenAllAreWritten() {
        // Given
        String topic = SharedBroker.newTopic("batch");
        List<String> entries = IntStream.range(0, 300)
                .mapToObj(i -> entry("\"id\":\"c" + i + "\",\"message\":{\"n\":" + i + "},\"partition\":" + i % 3))
                .toList();

        // When
        Answer answer = api.postJson(DEFAULTS + topic, array(entries));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json");
        List<Map<String, Object>> results = answer.jsonArray();
        assertThat(results).hasSize(300);
        Map<String, Landed> landed = byRequestId(topic);
        for (int i = 0; i < 300; i++) {
            Map<String, Object> result = results.get(i);
            Landed record = landed.get(String.valueOf(result.get("requestId")));
            assertThat(result).containsEntry("id", "c" + i).containsEntry("status", "OK");
            assertThat(record.value()).isEqualTo("{\"n\":" + i + "}");
            assertThat(((Number) result.get("partition")).intValue())
                    .isEqualTo(record.record().partition());
            assertThat(((Number) result.get("offset")).longValue())
                    .isEqualTo(record.record().offset())
                    .as("the order of the array")
                    .isEqualTo(i / 3);
        }
    }

    @Test
    void shouldAnswerLikeTheSingleCallWhenTheEntryIsTheSame() {
        // Given
        String envelope = entry("\"mode\":\"plain\",\"key\":\"k\",\"message\":\"m\"");
        String async = entry("\"mode\":\"plain\",\"isAsync\":true");
        String bad = entry("\"mode\":\"plain\",\"colour\":1");
        String unknown = entry("\"mode\":\"plain\",\"topic\":\"nobody-made-it\"");

        for (String each : List.of(envelope, async, bad, unknown)) {
            // When
            Answer single = api.postJson("/api/v1/send", each);
            Map<String, Object> result =
                    api.postJson(BATCH, array(List.of(each))).jsonArray().get(0);

            // Then
            assertThat(result.remove("id")).isEqualTo(0);
            Map<String, Object> expected = single.json();
            assertThat(result.keySet()).containsExactlyElementsOf(expected.keySet());
            List<String> different = List.of("requestId", "offset", "timestamp", "instance", "detail");
            different.forEach(result::remove);
            different.forEach(expected::remove);
            assertThat(result).isEqualTo(expected);
        }
    }

    @Test
    void shouldSayOfEachWhatBecameOfItWhenSomeAreRefused() {
        // Given
        String topic = SharedBroker.newTopic("batch");
        String entries = array(List.of(
                entry("\"id\":7"),
                entry("\"id\":\"bad\",\"partition\":99"),
                "17",
                "[[{}]]",
                "null",
                entry("\"mode\":\"exactly-once\""),
                entry("\"id\":{}"),
                entry("\"topic\":\"nobody-made-it\",\"id\":\"lost\""),
                "{}",
                entry("\"message\":\"last\"")));

        // When
        Answer answer = api.postJson(DEFAULTS + topic, entries);

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(207);
        List<Map<String, Object>> results = answer.jsonArray();
        assertThat(results)
                .extracting(result -> result.get("id"))
                .containsExactly(7, "bad", 2, 3, 4, 5, 6, "lost", 8, 9);
        assertThat(results)
                .extracting(result -> result.get("status"))
                .containsExactly("OK", 400, 400, 400, 400, 400, 400, 404, 400, "OK");
        assertThat(results)
                .extracting(result -> result.get("parameter"))
                .containsExactly(null, "partition", "entry", "entry", "entry", "mode", "id", "topic", "eventId", null);
        assertThat(results)
                .filteredOn(result -> !"OK".equals(result.get("status")))
                .allSatisfy(result -> assertThat(result)
                        .containsEntry("outcome", "NOT_WRITTEN")
                        .containsEntry("retriable", false)
                        .containsEntry("instance", BATCH));
        assertThat(SharedBroker.read(topic)).hasSize(2);
    }

    @Test
    void shouldAcceptAllWhenTheyAreAsync() {
        // Given
        String topic = SharedBroker.newTopic("batch");
        List<String> entries = IntStream.range(0, 100)
                .mapToObj(i -> entry("\"message\":\"" + i + "\",\"key\":\"same\""))
                .toList();

        // When
        Answer answer = api.postJson(DEFAULTS + topic + "&sendMode=async", array(entries));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
        List<Map<String, Object>> results = answer.jsonArray();
        assertThat(results)
                .allSatisfy(result ->
                        assertThat(result).containsEntry("status", "ACCEPTED").containsEntry("state", "PENDING"));
        assertThat(results).extracting(result -> result.get("requestId")).doesNotHaveDuplicates();
        Answer status = api.awaitFinal(String.valueOf(results.get(42).get("requestId")), Duration.ofSeconds(20));
        assertThat(status.json()).containsEntry("state", "OK").containsEntry("outcome", "WRITTEN");
        assertThat(awaitLanded(topic, 100))
                .extracting(Landed::value)
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(String::valueOf).toList());
    }

    @Test
    void shouldSayBothWhenSomeAreAsyncAndSomeAreSync() {
        // When
        Answer answer = api.postJson(
                BATCH + "?mode=plain", array(List.of(entry("\"isAsync\":true"), entry("\"isAsync\":false"))));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
        assertThat(answer.jsonArray())
                .extracting(result -> result.get("status"))
                .containsExactly("ACCEPTED", "OK");
    }

    @Test
    void shouldAnswerWithNothingWhenTheBatchIsEmpty() {
        // When
        Answer answer = api.postJson(BATCH, " [ ] ");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(answer.jsonArray()).isEmpty();
    }

    @Test
    void shouldGiveTheRecordItsTimestampWhenTheEntryHasOne() {
        // Given
        String topic = SharedBroker.newTopic("batch");
        String old = "\"timestamp\":\"2026-01-02T03:04:05.678Z\"";

        // When
        Answer answer = api.postJson(
                DEFAULTS + topic, array(List.of(entry(old), entry(old + ",\"isAsync\":true,\"partition\":1"))));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(202);
        assertThat(answer.jsonArray().get(0)).containsEntry("timestamp", "2026-01-02T03:04:05.678Z");
        assertThat(awaitLanded(topic, 2))
                .allSatisfy(landed -> assertThat(landed.record().timestamp()).isEqualTo(1_767_323_045_678L));
    }

    @Test
    void shouldWriteOnceWhenTwoEntriesHaveTheSameKey() {
        // Given
        String topic = SharedBroker.newTopic("batch");
        String key = ",\"idempotencyKey\":\"" + UUID.randomUUID() + "\"";
        String sync = entry("\"message\":\"m\"" + key);
        String async = entry("\"message\":\"m\",\"isAsync\":true" + key);

        // When
        List<Map<String, Object>> first =
                api.postJson(DEFAULTS + topic, array(List.of(sync))).jsonArray();
        List<Map<String, Object>> again = api.postJson(
                        DEFAULTS + topic, array(List.of(async, sync, entry("\"message\":\"other\"" + key))))
                .jsonArray();

        // Then
        assertThat(first.get(0)).containsEntry("status", "OK");
        Object requestId = first.get(0).get("requestId");
        assertThat(again).extracting(result -> result.get("requestId")).containsOnly(requestId);
        assertThat(again).extracting(result -> result.get("status")).containsExactly("ACCEPTED", "OK", 422);
        assertThat(SharedBroker.read(topic)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "",
                "[",
                "[{\"eventId\":\"E\"}",
                "[{\"eventId\":\"E\"}] x",
                "[{\"eventId\":\"E\"},]",
                "[{\"eventId\":\"E\"},{\"eventId\":\"E\",\"key\":\"\u0001\"}]",
                "[{\"eventId\":\"E\"}{\"eventId\":\"E\"}]"
            })
    void shouldSendNothingWhenTheBatchIsNoArray(String body) {
        // Given
        String topic = SharedBroker.newTopic("batch");

        // When
        Answer answer = api.postJson(DEFAULTS + topic, body);

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(400);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.text("parameter")).isEqualTo("body");
        assertThat(SharedBroker.read(topic)).isEmpty();
    }

    @Test
    void shouldSendNothingWhenTheBatchIsTooLarge() {
        // Given
        String topic = SharedBroker.newTopic("batch");
        String good = entry("") + ",";
        String tooMany = "[" + good.repeat(1_000) + entry("") + "]";
        String tooLong = "[" + good + entry("\"message\":\"" + "x".repeat(4_194_304) + "\"") + "]";
        String deep = "[" + good + "[".repeat(100_000) + "]".repeat(100_000) + "]";

        // Then
        assertThat(api.postJson(DEFAULTS + topic, tooMany).status()).isEqualTo(413);
        assertThat(api.postJson(DEFAULTS + topic, tooMany).text("detail")).contains("BATCH_MAX_ENTRIES");
        assertThat(api.postJson(DEFAULTS + topic, tooLong).status()).isEqualTo(413);
        assertThat(api.postJson(DEFAULTS + topic, tooLong).text("detail")).contains("BATCH_MAX_BYTES");
        assertThat(api.postJson(DEFAULTS + topic, deep).status()).isEqualTo(400);
        assertThat(api.postJson(DEFAULTS + topic, "[" + "1,".repeat(9_999) + "1]")
                        .status())
                .isEqualTo(413);
        assertThat(SharedBroker.read(topic)).isEmpty();
    }

    @Test
    void shouldRefuseTheEntryAloneWhenItsRecordIsTooLarge() {
        // Given
        String topic = SharedBroker.newTopic("batch");

        // When
        Answer answer = api.postJson(
                DEFAULTS + topic,
                array(List.of(entry(""), entry("\"message\":\"" + "x".repeat(1_100_000) + "\""), entry(""))));

        // Then
        assertThat(answer.status()).isEqualTo(207);
        assertThat(answer.jsonArray())
                .extracting(result -> result.get("status"))
                .containsExactly("OK", 413, "OK");
    }

    @ParameterizedTest
    @CsvSource({
        "?colour=red, application/json, 400",
        "?mode=exactly-once, application/json, 400",
        "?mode=plain&mode=plain, application/json, 400",
        "?sendMode=later, application/json, 400",
        "?topic=a%2Fb, application/json, 400",
        "?eventId=E, application/json, 400",
        "'', text/plain, 415",
        "'', application/cloudevents-batch+json, 415",
        "?colour=red, application/x-ndjson, 400"
    })
    void shouldRefuseTheBatchWhenItIsAskedForInAnotherWay(String query, String contentType, int status) {
        // When
        Answer answer = api.post(BATCH + query, contentType, "[" + entry("\"mode\":\"plain\"") + "]");

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void shouldRefuseTheBatchWhenItHasAKeyForAll() {
        // When
        Answer answer = api.send(api.request(BATCH)
                .header("Content-Type", ApiClient.JSON)
                .header("Idempotency-Key", "k")
                .POST(BodyPublishers.ofString("[" + entry("\"mode\":\"plain\"") + "]")));

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(400);
        assertThat(answer.text("parameter")).isEqualTo("Idempotency-Key");
    }
}
