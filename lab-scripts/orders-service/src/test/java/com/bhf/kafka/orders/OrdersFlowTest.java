package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.orders.RunningOrders.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealBrokerExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class OrdersFlowTest {
    private static final List<String> FIELDS = List.of(
            "originalTopic",
            "originalPartition",
            "originalOffset",
            "originalKey",
            "originalValue",
            "errorMessage",
            "errorClass",
            "errorTimestamp",
            "retryCount",
            "stackTrace");

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final RealBroker broker;
    private final Map<String, String> service;
    private final String topic;
    private RunningOrders orders;

    OrdersFlowTest(RealBroker broker) {
        this.broker = broker;
        this.service = RunningOrders.newService(broker);
        this.topic = service.get("ORDERS_TOPIC");
        this.orders = RunningOrders.start(service, "a", Map.of());
    }

    @AfterAll
    void stop() {
        orders.close();
    }

    @Test
    void shouldAnswerWithThePlaceAndTakeEffectOnceWhenAnOrderIsValid() {
        long duplicates = orders.get("/api/v1/stats").number("duplicates");

        Answer first = orders.postOrder("O-1", "12.50");
        Answer again = orders.postOrder("O-1", "12.50");
        orders.awaitEffect("O-1");

        assertThat(first.code()).isEqualTo(200);
        ConsumerRecord<byte[], byte[]> record = broker.readAll(topic).stream()
                .filter(r -> r.partition() == first.number("partition") && r.offset() == first.number("offset"))
                .findFirst()
                .orElseThrow();
        assertThat(new String(record.value(), UTF_8)).contains("\"O-1\"");
        assertThat(again.number("offset")).isGreaterThan(first.number("offset"));
        Eventually.isTrue(PATIENCE, () -> orders.get("/api/v1/stats").number("duplicates") == duplicates + 1);
    }

    @Test
    void shouldRefuseAndKeepItWhenAnOrderIsInvalid() {
        Answer answer = orders.postOrder("O-NEG", "-50");

        assertThat(answer.code()).isEqualTo(400);
        assertThat(answer.contentType()).contains("application/problem+json");
        assertThat(answer.json().get("parameter")).isEqualTo("amount");
        ConsumerRecord<byte[], byte[]> letter = letter("O-NEG");
        Map<?, ?> value = value(letter);
        assertThat(value.keySet().stream().map(String::valueOf)).containsExactlyElementsOf(FIELDS);
        assertThat(FIELDS)
                .allSatisfy(field -> assertThat(header(letter, field)).isEqualTo(String.valueOf(value.get(field))));
        assertThat(value.get("originalTopic")).isEqualTo(topic);
        assertThat(value.get("originalPartition")).isEqualTo(-1);
        assertThat(value.get("originalValue")).isEqualTo(RunningOrders.order("O-NEG", "-50"));
        assertThat(broker.readAll(topic)).noneMatch(record -> "O-NEG".equals(key(record)));
    }

    @Test
    void shouldTryAgainUntilItSucceedsWhenAnErrorPasses() {
        long retries = orders.get("/api/v1/stats").number("retries");
        long recovered = orders.get("/api/v1/stats").number("recovered");
        orders.post("/api/v1/config/simulate-transient-error?enabled=true&orderId=O-T");
        orders.postOrder("O-T", "1");
        orders.postOrder("O-OTHER", "1");
        orders.awaitEffect("O-OTHER");
        Eventually.isTrue(PATIENCE, () -> orders.get("/api/v1/stats").number("retries") > retries);
        assertThat(orders.get("/api/v1/orders/O-T").code()).isEqualTo(404);

        orders.post("/api/v1/config/simulate-transient-error?enabled=false");
        orders.awaitEffect("O-T");

        Eventually.isTrue(PATIENCE, () -> orders.get("/api/v1/stats").number("recovered") == recovered + 1);
        assertThat(broker.readAll(topic + ".DLT")).noneMatch(record -> "O-T".equals(key(record)));
    }

    @Test
    void shouldKeepTheFirstPlaceAndCountFromTheTopicWhenAttemptsAreUsedUp() {
        long before = orders.get("/api/v1/dlt/count").number("count");
        orders.post("/api/v1/config/simulate-transient-error?enabled=true");
        Answer sent = orders.postOrder("O-X", "7");
        orders.awaitDeadLetters(before + 1);

        ConsumerRecord<byte[], byte[]> letter = letter("O-X");
        Map<?, ?> value = value(letter);
        assertThat(value.get("originalTopic")).isEqualTo(topic);
        assertThat(((Number) value.get("originalPartition")).longValue()).isEqualTo(sent.number("partition"));
        assertThat(((Number) value.get("originalOffset")).longValue()).isEqualTo(sent.number("offset"));
        assertThat(value.get("retryCount")).isEqualTo(4);
        assertThat(value.get("errorClass")).isEqualTo(TransientOrderException.class.getName());

        // A new process knows what is in the topic, and nothing else.
        orders.close();
        orders = RunningOrders.start(service, "a", Map.of());
        assertThat(orders.get("/api/v1/dlt/count").number("count")).isEqualTo(before + 1);

        orders.post("/api/v1/config/simulate-transient-error?enabled=false");
        String replay = "/api/v1/dlt/replay?place=" + LetterPlace.of(letter);
        assertThat(orders.post(replay).number("replayed")).isEqualTo(1);
        orders.awaitEffect("O-X");
        assertThat(orders.post(replay).number("replayed")).isZero();
    }

    @Test
    void shouldPageThroughAllDeadLettersWhenThereAreMany() {
        for (int i = 0; i < 7; i++) {
            orders.postOrder("O-PAGE-" + i, "-1");
        }
        long count = orders.get("/api/v1/dlt/count").number("count");

        List<Object> places = new ArrayList<>();
        Object next = null;
        do {
            Answer page = orders.get("/api/v1/dlt?limit=3" + (next == null ? "" : "&after=" + next));
            ((List<?>) page.json().get("letters")).forEach(letter -> places.add(((Map<?, ?>) letter).get("place")));
            next = page.json().get("next");
        } while (next != null);

        assertThat(places).doesNotHaveDuplicates().hasSize((int) count);
    }

    @Test
    void shouldNotTakeOrdersWhenTheProducerSideIsOff() {
        try (RunningOrders second = RunningOrders.start(service, "b", Map.of("ORDERS_HTTP_PRODUCER", "false"))) {
            assertThat(second.postOrder("O", "1").code()).isIn(404, 405);
            assertThat(second.get("/health").text()).isEqualTo("OK");
        }
    }

    private ConsumerRecord<byte[], byte[]> letter(String key) {
        List<ConsumerRecord<byte[], byte[]>> letters = broker.readAll(topic + ".DLT").stream()
                .filter(record -> key.equals(key(record)))
                .toList();
        assertThat(letters).hasSize(1);
        return letters.get(0);
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), UTF_8);
    }

    private static Map<?, ?> value(ConsumerRecord<byte[], byte[]> record) {
        try {
            return RunningOrders.JSON.readValue(record.value(), Map.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "absent" : new String(header.value(), UTF_8);
    }
}
