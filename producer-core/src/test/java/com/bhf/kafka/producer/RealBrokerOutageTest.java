package com.bhf.kafka.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sends to a broker that is paused or killed. */
@Tag("process")
class RealBrokerOutageTest {
    private static RealBroker broker;

    @BeforeAll
    static void launch() {
        broker = RealBroker.launch();
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    private static ProducerSettings shortDelivery() {
        return RealKafka.settings(broker, "KAFKA_DELIVERY_TIMEOUT_MS", "2000", "KAFKA_MAX_BLOCK_MS", "500");
    }

    private static List<SendOutcome> all(List<CompletableFuture<SendOutcome>> futures) throws Exception {
        List<SendOutcome> outcomes = new ArrayList<>();
        for (CompletableFuture<SendOutcome> future : futures) {
            outcomes.add(future.get(40, TimeUnit.SECONDS));
        }
        return outcomes;
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldSeparateUnknownFromNotWrittenWhenTheBrokerIsKilled(DeliveryMode mode) throws Exception {
        // Given sends in flight to a broker that takes them and does not answer
        String topic = RealKafka.newTopic(broker, 1);
        String neverUsed = RealKafka.newTopic(broker, 1);
        try (ReliableProducer<String, String> producer = RealKafka.open(shortDelivery(), mode)) {
            assertThat(producer.sendAndWait(new ProducerRecord<>(topic, "before")))
                    .isInstanceOf(Acknowledged.class);
            broker.pause();
            List<CompletableFuture<SendOutcome>> inFlight = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                inFlight.add(producer.send(new ProducerRecord<>(topic, "in flight " + i)));
            }

            // When
            broker.killDashNine();

            // Then what the client took may have arrived
            assertThat(all(inFlight))
                    .allSatisfy(outcome -> assertThat(outcome)
                            .isInstanceOfSatisfying(
                                    Unknown.class,
                                    failed -> assertThat(failed.kind()).isEqualTo(ErrorKind.RETRIABLE)));
            // and what it could not take, without metadata, has certainly not
            assertThat(producer.sendDurable(new ProducerRecord<>(neverUsed, "cold"))
                            .get(20, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            NotWritten.class,
                            failed -> assertThat(failed.cause()).isInstanceOf(TimeoutException.class));
            assertThat(producer.circuitState()).isEqualTo(CircuitState.OPEN);
            assertThat(producer.sendAndWait(new ProducerRecord<>(topic, "refused")))
                    .isInstanceOfSatisfying(
                            NotWritten.class,
                            failed -> assertThat(failed.cause()).isInstanceOf(CircuitOpenException.class));
            assertThat(producer.inFlight()).isZero();
        } finally {
            broker.start();
        }
        assertThat(broker.readAll(neverUsed)).isEmpty();
        assertThat(broker.readAll(topic))
                .noneMatch(record -> text(record.value()).equals("refused"));
    }

    @Test
    void shouldWriteEachRecordOnceAndInOrderWhenTheBrokerIsBackInTime() throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 1);
        ProducerSettings settings = RealKafka.settings(broker, "KAFKA_DELIVERY_TIMEOUT_MS", "60000");
        List<String> expected = new ArrayList<>(List.of("before"));
        try (ReliableProducer<String, String> producer = RealKafka.open(settings, DeliveryMode.IDEMPOTENT)) {
            producer.sendAndWait(new ProducerRecord<>(topic, "before"));
            broker.pause();
            List<CompletableFuture<SendOutcome>> inFlight = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                expected.add("v" + i);
                inFlight.add(producer.send(new ProducerRecord<>(topic, "v" + i)));
            }
            broker.killDashNine();

            // When
            broker.start();

            // Then
            List<SendOutcome> outcomes = all(inFlight);
            assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Acknowledged.class));
            assertThat(broker.readAll(topic).stream().map(record -> text(record.value())))
                    .containsExactlyElementsOf(expected);
            assertThat(((Acknowledged) outcomes.get(49)).offset()).isEqualTo(50);
        }
    }

    @Test
    void shouldFailAtOnceWhatIsInFlightAndGoOnWhenItIsAborted() throws Exception {
        // Given a send that would be retried for two minutes
        String topic = RealKafka.newTopic(broker, 1);
        ProducerSettings settings = RealKafka.settings(broker, "KAFKA_DELIVERY_TIMEOUT_MS", "120000");
        try (ReliableProducer<String, String> producer = RealKafka.open(settings, DeliveryMode.IDEMPOTENT)) {
            producer.sendAndWait(new ProducerRecord<>(topic, "before"));
            broker.pause();
            CompletableFuture<SendOutcome> inFlight = producer.send(new ProducerRecord<>(topic, "in flight"));

            // When
            producer.abort();

            // Then
            assertThat(inFlight.get(40, TimeUnit.SECONDS)).isInstanceOf(Unknown.class);
            broker.resume();
            assertThat(producer.sendAndWait(new ProducerRecord<>(topic, "after")))
                    .isInstanceOf(Acknowledged.class);
        }
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
