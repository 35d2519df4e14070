package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.lab.broker.RealBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real producer and a real broker, with the fault proxy between them. */
@Timeout(60)
@Tag("process")
class KafkaToxicsTest {

    private static final String KAFKA = "/proxies/kafka";

    private static FaultProxyServer server;
    private static ApiClient api;
    private static RealBroker broker;
    private static int proxyPort;
    private static int topics;

    private final String topic = "t" + topics++;

    @BeforeAll
    static void start() throws Exception {
        server = FaultProxyServer.start("localhost", 0);
        api = new ApiClient(server.uri());
        proxyPort = api.proxy("kafka", "127.0.0.1:1");
        broker = RealBroker.builder().faultyAdvertisedPort(proxyPort).launch();
        api.ok("PATCH", KAFKA, "{\"upstream\":\"127.0.0.1:%d\"}".formatted(broker.faultyPort()));
    }

    @AfterAll
    static void stop() {
        broker.close();
        server.close();
    }

    @AfterEach
    void reset() {
        api.ok("POST", "/reset", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset", "stall"})
    void shouldWriteOneRecordWhenAckIsLostAndProducerIsIdempotent(String action) throws Exception {
        long lostBefore = lostAcks();
        loseAck(0, action);

        send(true, "v");

        assertThat(written()).isEqualTo(1);
        assertThat(lostAcks() - lostBefore).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "reset", "stall"})
    void shouldWriteTwoRecordsWhenAckIsLostAndProducerIsPlain(String action) throws Exception {
        long lostBefore = lostAcks();
        loseAck(0, action);

        send(false, "v");

        assertThat(written()).isEqualTo(2);
        assertThat(lostAcks() - lostBefore).isEqualTo(1);
    }

    @Test
    void shouldLoseNothingWhenThereIsNoToxic() throws Exception {
        long lostBefore = lostAcks();

        send(false, "v");

        assertThat(written()).isEqualTo(1);
        assertThat(lostAcks()).isEqualTo(lostBefore);
    }

    @Test
    void shouldLoseExactlyTheThirdAckWhenTwoAreSkipped() throws Exception {
        broker.createTopic(topic, 1);
        loseAck(2, "close");

        try (Producer<String, String> producer = producer(false)) {
            for (int i = 0; i < 5; i++) {
                send(producer, "v" + i).get(30, SECONDS);
            }
        }

        assertThat(values()).containsExactly("v0", "v1", "v2", "v2", "v3", "v4");
    }

    @Test
    void shouldLoseAckOfLiveConnectionWhenToxicComesLater() throws Exception {
        broker.createTopic(topic, 1);
        try (Producer<String, String> producer = producer(false)) {
            send(producer, "before").get(30, SECONDS);
            loseAck(0, "close");

            send(producer, "after").get(30, SECONDS);
        }

        assertThat(values()).containsExactly("before", "after", "after");
    }

    @Test
    void shouldCountAckWhenTimeoutToxicDropsIt() throws Exception {
        long lostBefore = lostAcks();
        broker.createTopic(topic, 1);
        try (Producer<String, String> producer = producer(false)) {
            send(producer, "before").get(30, SECONDS);
            api.toxic("kafka", "{\"type\":\"timeout\",\"attributes\":{\"timeout\":0}}");

            Future<RecordMetadata> sent = send(producer, "after");
            Eventually.within(30, "the broker has both", () -> written() == 2);
            api.ok("DELETE", KAFKA + "/toxics/timeout_downstream", "");
            sent.get(30, SECONDS);
        }

        assertThat(values()).containsExactly("before", "after", "after");
        assertThat(lostAcks() - lostBefore).isPositive();
    }

    @Test
    void shouldFailWithoutRecordWhenErrorComesBefore() throws Exception {
        error(29, "before");

        assertThatThrownBy(() -> send(false, "v")).hasCauseInstanceOf(TopicAuthorizationException.class);

        assertThat(written()).isZero();
    }

    @Test
    void shouldFailWithRecordWhenErrorComesAfter() throws Exception {
        long lostBefore = lostAcks();
        error(29, "after");

        assertThatThrownBy(() -> send(false, "v")).hasCauseInstanceOf(TopicAuthorizationException.class);

        assertThat(written()).isEqualTo(1);
        assertThat(lostAcks() - lostBefore).isEqualTo(1);
    }

    @Test
    void shouldWriteOnceWhenRetriableErrorBeforeEnds() throws Exception {
        broker.createTopic(topic, 1);
        error(19, "before");
        try (Producer<String, String> producer = producer(false)) {
            Future<RecordMetadata> sent = send(producer, "v");
            Eventually.within(30, "three retries", () -> retries(producer) >= 3);
            api.ok("DELETE", KAFKA + "/toxics/kafka_error_downstream", "");

            sent.get(30, SECONDS);
        }

        assertThat(written()).isEqualTo(1);
    }

    @Test
    void shouldKeepOrderOfAnswersWhenManyRequestsAreInFlight() throws Exception {
        broker.createTopic(topic, 8);
        try (Producer<String, String> producer = producer(true)) {
            List<Future<RecordMetadata>> sent = IntStream.range(0, 400)
                    .mapToObj(i -> {
                        if (i == 100) {
                            error(19, "before");
                        } else if (i == 300) {
                            api.ok("DELETE", KAFKA + "/toxics/kafka_error_downstream", "");
                        }
                        return send(producer, "v" + i);
                    })
                    .toList();
            for (Future<RecordMetadata> one : sent) {
                one.get(30, SECONDS);
            }
        }

        assertThat(values()).hasSize(400).doesNotHaveDuplicates();
    }

    @Test
    void shouldSwallowSilentlyWhenErrorComesBeforeAndNobodyWantsAnAck() throws Exception {
        broker.createTopic(topic, 1);
        error(19, "before");

        try (Producer<String, String> producer = producer(Map.of("acks", "0", "enable.idempotence", "false"))) {
            send(producer, "v").get(30, SECONDS);
        }

        assertThat(written()).isZero();
    }

    @Test
    void shouldCountBytesAndConnectionsWhenProducerSends() throws Exception {
        long bytesBefore = api.metric("toxiproxy_proxy_received_bytes_total", "direction=\"upstream\"");
        long connectionsBefore = api.metric("fault_proxy_connections_total", "proxy=\"kafka\"");

        send(true, "v".repeat(1_000));

        assertThat(api.metric("toxiproxy_proxy_received_bytes_total", "direction=\"upstream\"") - bytesBefore)
                .isGreaterThan(1_000);
        assertThat(api.metric("fault_proxy_connections_total", "proxy=\"kafka\""))
                .isGreaterThan(connectionsBefore);
    }

    private void send(boolean idempotent, String value) throws Exception {
        broker.createTopic(topic, 1);
        try (Producer<String, String> producer = producer(idempotent)) {
            send(producer, value).get(30, SECONDS);
        }
    }

    private Future<RecordMetadata> send(Producer<String, String> producer, String value) {
        return producer.send(new ProducerRecord<>(topic, value));
    }

    private static Producer<String, String> producer(boolean idempotent) {
        return producer(Map.of("acks", "all", "enable.idempotence", idempotent));
    }

    private static Producer<String, String> producer(Map<String, Object> settings) {
        Map<String, Object> config = new HashMap<>(Map.of(
                "bootstrap.servers", "localhost:" + proxyPort,
                "request.timeout.ms", 1_000,
                "linger.ms", 0));
        config.putAll(settings);
        return new KafkaProducer<>(config, new StringSerializer(), new StringSerializer());
    }

    private static void loseAck(int skip, String action) {
        api.toxic(
                "kafka",
                "{\"type\":\"kafka_ack_loss\",\"attributes\":{\"skip\":%d,\"count\":1,\"action\":\"%s\"}}"
                        .formatted(skip, action));
    }

    private static void error(int code, String when) {
        api.toxic(
                "kafka",
                "{\"type\":\"kafka_error\",\"attributes\":{\"code\":%d,\"when\":\"%s\"}}".formatted(code, when));
    }

    private static double retries(Producer<String, String> producer) {
        return producer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("record-retry-total"))
                .mapToDouble(metric -> (double) metric.metricValue())
                .max()
                .orElse(0);
    }

    private static long lostAcks() {
        return api.metric("fault_proxy_lost_acks_total", "proxy=\"kafka\"");
    }

    private int written() {
        return broker.readAll(topic).size();
    }

    private List<String> values() {
        return broker.readAll(topic).stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }
}
