package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.orders.RunningOrders.Answer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealBrokerExtension.class)
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

    private final RealBroker broker;
    private final Map<String, String> service;
    private final String topic;
    private RunningOrders orders;

    OrdersFlowTest(RealBroker broker) {
        this.broker = broker;
        this.service = RunningOrders.newService(broker);
        this.topic = service.get("ORDERS_TOPIC");
    }

    @BeforeEach
    void start() {
        orders = RunningOrders.start(service, "a", Map.of());
    }

    @AfterEach
    void stop() {
        orders.close();
    }

    @Test
    void shouldAnswerWithThePlaceAndTakeEffectOnceWhenAnOrderIsValid() {
        Answer first = orders.postOrder("O-1", "12.50");
        Answer again = orders.postOrder("O-1", "12.50");
        orders.postOrder("O-2", "1");
        orders.awaitEffect("O-1");
        orders.awaitEffect("O-2");

        assertThat(first.code()).isEqualTo(200);
        ConsumerRecord<byte[], byte[]> record = broker.readAll(topic).stream()
                .filter(r -> r.partition() == first.number("partition") && r.offset() == first.number("offset"))
                .findFirst()
                .orElseThrow();
        assertThat(new String(record.value(), UTF_8)).contains("\"O-1\"");
        assertThat(again.number("offset")).isGreaterThan(first.number("offset"));
        Eventually.isTrue(
                Duration.ofSeconds(20), () -> orders.get("/api/v1/stats").number("duplicates") == 1);
        assertThat(orders.get("/api/v1/stats").text()).contains("\"effects\":{\"orders\":2,\"amount\":13.5}");
    }

    @Test
    void shouldRefuseAndKeepItWhenAnOrderIsInvalid() throws IOException {
        Answer answer = orders.postOrder("O-NEG", "-50");

        assertThat(answer.code()).isEqualTo(400);
        assertThat(answer.contentType()).contains("application/problem+json");
        assertThat(answer.json().get("parameter")).isEqualTo("amount");
        ConsumerRecord<byte[], byte[]> letter = broker.readAll(topic + ".DLT").get(0);
        Map<?, ?> value = RunningOrders.JSON.readValue(letter.value(), Map.class);
        assertThat(value.keySet().stream().map(String::valueOf)).containsExactlyElementsOf(FIELDS);
        assertThat(FIELDS)
                .allSatisfy(field -> assertThat(header(letter, field)).isEqualTo(String.valueOf(value.get(field))));
        assertThat(value.get("originalTopic")).isEqualTo(topic);
        assertThat(value.get("originalPartition")).isEqualTo(-1);
        assertThat(value.get("originalValue")).isEqualTo(RunningOrders.order("O-NEG", "-50"));
        assertThat(broker.readAll(topic)).isEmpty();
    }

    @Test
    void shouldTryAgainUntilItSucceedsWhenAnErrorPasses() {
        orders.post("/api/v1/config/simulate-transient-error?enabled=true&orderId=O-T");
        orders.postOrder("O-T", "1");
        orders.postOrder("O-OTHER", "1");
        orders.awaitEffect("O-OTHER");
        Eventually.isTrue(
                Duration.ofSeconds(30), () -> orders.get("/api/v1/stats").number("retries") >= 1);
        assertThat(orders.get("/api/v1/orders/O-T").code()).isEqualTo(404);
        orders.post("/api/v1/config/simulate-transient-error?enabled=false");

        orders.awaitEffect("O-T");

        Eventually.isTrue(
                Duration.ofSeconds(20), () -> orders.get("/api/v1/stats").number("recovered") == 1);
        assertThat(orders.get("/api/v1/dlt/count").number("count")).isZero();
    }

    @Test
    void shouldKeepTheFirstPlaceAndCountFromTheTopicWhenAttemptsAreUsedUp() throws IOException {
        orders.post("/api/v1/config/simulate-transient-error?enabled=true");
        Answer sent = orders.postOrder("O-X", "7");
        orders.awaitDeadLetters(1);

        Map<?, ?> letter = RunningOrders.JSON.readValue(
                broker.readAll(topic + ".DLT").get(0).value(), Map.class);
        assertThat(letter.get("originalTopic")).isEqualTo(topic);
        assertThat(((Number) letter.get("originalPartition")).longValue()).isEqualTo(sent.number("partition"));
        assertThat(((Number) letter.get("originalOffset")).longValue()).isEqualTo(sent.number("offset"));
        assertThat(letter.get("retryCount")).isEqualTo(4);
        assertThat(letter.get("errorClass")).isEqualTo(TransientOrderException.class.getName());

        // A new process knows what is in the topic, and nothing else.
        orders.close();
        orders = RunningOrders.start(service, "a", Map.of());
        assertThat(orders.get("/api/v1/dlt/count").number("count")).isEqualTo(1);

        orders.post("/api/v1/config/simulate-transient-error?enabled=false");
        assertThat(orders.post("/api/v1/dlt/replay?all=true").number("replayed"))
                .isEqualTo(1);
        orders.awaitEffect("O-X");
        assertThat(orders.post("/api/v1/dlt/replay?all=true").number("replayed"))
                .isZero();
        assertThat(orders.get("/api/v1/dlt").text()).contains("\"replayed\":true");
    }

    @Test
    void shouldPageThroughAllDeadLettersWhenThereAreMany() {
        for (int i = 0; i < 7; i++) {
            orders.postOrder("O-" + i, "-1");
        }

        Function<Object, Answer> page =
                after -> orders.get("/api/v1/dlt?limit=3" + (after == null ? "" : "&after=" + after));
        Answer first = page.apply(null);
        Answer second = page.apply(first.json().get("next"));
        Answer third = page.apply(second.json().get("next"));

        assertThat(List.of(first, second, third))
                .extracting(p -> ((List<?>) p.json().get("letters")).size())
                .containsExactly(3, 3, 1);
        assertThat(third.json().get("next")).isNull();
    }

    @Test
    void shouldNotTakeOrdersWhenTheProducerSideIsOff() {
        try (RunningOrders second = RunningOrders.start(service, "b", Map.of("ORDERS_HTTP_PRODUCER", "false"))) {
            assertThat(second.postOrder("O", "1").code()).isIn(404, 405);
            assertThat(second.get("/health").text()).isEqualTo("OK");
        }
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "absent" : new String(header.value(), UTF_8);
    }
}
