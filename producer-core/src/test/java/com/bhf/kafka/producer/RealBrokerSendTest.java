package com.bhf.kafka.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sends to a broker that is well. */
@Tag("process")
@ExtendWith(RealBrokerExtension.class)
class RealBrokerSendTest {
    private final RealBroker broker;

    RealBrokerSendTest(RealBroker broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldTellWhereTheRecordIsWhenAcknowledged(DeliveryMode mode) throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 3);
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, 2, 1_700_000_000_000L, "kéy", "välue");
        record.headers().add("request-id", "r-1".getBytes(StandardCharsets.UTF_8));
        try (ReliableProducer<String, String> producer = RealKafka.open(RealKafka.settings(broker), mode)) {
            producer.sendAndWait(new ProducerRecord<>(topic, 2, "first", "first"));

            // When
            SendOutcome outcome = producer.sendAndWait(record);

            // Then
            assertThat(outcome).isEqualTo(new Acknowledged(topic, 2, 1, 1_700_000_000_000L));
            assertThat(producer.inFlight()).isZero();
        }
        ConsumerRecord<byte[], byte[]> written = broker.readAll(topic).get(1);
        assertThat(written.partition()).isEqualTo(2);
        assertThat(written.offset()).isEqualTo(1);
        assertThat(written.key()).isEqualTo("kéy".getBytes(StandardCharsets.UTF_8));
        assertThat(written.value()).isEqualTo("välue".getBytes(StandardCharsets.UTF_8));
        assertThat(written.headers().lastHeader("request-id").value())
                .isEqualTo("r-1".getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldWriteEachRecordOnceWhenManyAreSentAtATime(DeliveryMode mode) throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 3);
        int count = 2_000;
        List<CompletableFuture<SendOutcome>> outcomes = new ArrayList<>();
        try (ReliableProducer<String, String> producer = RealKafka.open(RealKafka.settings(broker), mode)) {
            RealKafka.introduce(producer, topic, 3);

            // When
            for (int i = 0; i < count; i++) {
                outcomes.add(producer.send(new ProducerRecord<>(topic, "k" + i, "v" + i)));
            }
            producer.flush();

            // Then
            assertThat(producer.inFlight()).isZero();
        }
        List<ConsumerRecord<byte[], byte[]>> log = broker.readAll(topic);
        assertThat(log).hasSize(count + 3);
        Map<String, String> valueAt = log.stream()
                .collect(Collectors.toMap(
                        r -> r.partition() + "/" + r.offset(), r -> new String(r.value(), StandardCharsets.UTF_8)));
        for (int i = 0; i < count; i++) {
            Acknowledged ack = (Acknowledged) outcomes.get(i).getNow(null);
            assertThat(valueAt).containsEntry(ack.partition() + "/" + ack.offset(), "v" + i);
        }
    }

    @Test
    void shouldNotWriteAndSayWhyWhenTheTopicDoesNotExist() throws Exception {
        // Given
        ProducerSettings settings = RealKafka.settings(broker, "KAFKA_MAX_BLOCK_MS", "500");
        try (ReliableProducer<String, String> producer = RealKafka.open(settings, DeliveryMode.PLAIN)) {

            // When more than the breaker would take of Kafka's own failures
            for (int i = 0; i < 6; i++) {
                SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>("no-such-topic", "v"));

                // Then
                assertThat(outcome).isInstanceOfSatisfying(NotWritten.class, failed -> {
                    assertThat(failed.cause()).hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
                    assertThat(ErrorClassifier.isUnknownTopic(failed.cause())).isTrue();
                });
            }
            assertThat(producer.circuitState()).isEqualTo(CircuitState.CLOSED);
        }
    }

    @Test
    void shouldNotWriteWhenTheTopicNameIsIllegal() throws Exception {
        // Given
        try (ReliableProducer<String, String> producer =
                RealKafka.open(RealKafka.settings(broker), DeliveryMode.PLAIN)) {

            // When
            SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>("no/such topic", "v"));

            // Then
            assertThat(outcome).isInstanceOfSatisfying(NotWritten.class, failed -> {
                assertThat(failed.kind()).isEqualTo(ErrorKind.REJECTED);
                assertThat(failed.cause()).isInstanceOf(InvalidTopicException.class);
            });
        }
    }

    @Test
    void shouldRefuseAtOnceWhenTheTopicDoesNotHaveThePartition() throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 3);
        ProducerSettings settings = RealKafka.settings(broker, "KAFKA_MAX_BLOCK_MS", "30000");
        try (ReliableProducer<String, String> producer = RealKafka.open(settings, DeliveryMode.IDEMPOTENT)) {
            long from = System.nanoTime();

            // When
            SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>(topic, 3, "k", "v"));

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(15));
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            NotWritten.class,
                            failed -> assertThat(failed.cause()).isInstanceOf(PartitionOutOfRangeException.class));
        }
        assertThat(broker.readAll(topic)).isEmpty();
    }

    @Test
    void shouldNotWriteWhenTheClientFindsTheRecordTooLarge() throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 1);
        ProducerSettings settings = RealKafka.settings(broker, "KAFKA_PRODUCER_MAX_REQUEST_SIZE", "1000");
        try (ReliableProducer<String, String> producer = RealKafka.open(settings, DeliveryMode.IDEMPOTENT)) {

            // When
            SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>(topic, "v".repeat(2_000)));

            // Then
            assertThat(outcome).isInstanceOfSatisfying(NotWritten.class, failed -> {
                assertThat(failed.kind()).isEqualTo(ErrorKind.REJECTED);
                assertThat(failed.cause()).isInstanceOf(RecordTooLargeException.class);
            });
            assertThat(producer.circuitState()).isEqualTo(CircuitState.CLOSED);
        }
        assertThat(broker.readAll(topic)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldBeUnknownWhenTheBrokerFindsTheRecordTooLarge(DeliveryMode mode) throws Exception {
        // Given the same exception type as of the client's own check
        String topic = RealKafka.newTopic(broker, 1);
        ProducerSettings settings = RealKafka.settings(broker, "KAFKA_PRODUCER_MAX_REQUEST_SIZE", "5000000");
        try (ReliableProducer<String, String> producer = RealKafka.open(settings, mode)) {

            // When
            SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>(topic, "v".repeat(3_000_000)));

            // Then
            assertThat(outcome).isInstanceOfSatisfying(Unknown.class, failed -> {
                assertThat(failed.kind()).isEqualTo(ErrorKind.REJECTED);
                assertThat(failed.cause()).isInstanceOf(RecordTooLargeException.class);
            });
            assertThat(producer.circuitState()).isEqualTo(CircuitState.CLOSED);
        }
    }

    @Test
    void shouldNotWriteWhenASerializerFails() throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 1);
        try (ReliableProducer<String, Object> producer = ReliableProducer.open(
                RealKafka.settings(broker), DeliveryMode.PLAIN, new StringSerializer(), (name, value) -> {
                    throw new SerializationException("cannot serialize " + value);
                })) {

            // When
            SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>(topic, "k", "v"));

            // Then
            assertThat(outcome).isInstanceOfSatisfying(NotWritten.class, failed -> {
                assertThat(failed.kind()).isEqualTo(ErrorKind.REJECTED);
                assertThat(failed.cause()).isInstanceOf(SerializationException.class);
            });
            assertThat(producer.inFlight()).isZero();
        }
    }

    @Test
    void shouldEndEverySendWhenClosedWithSendsOpen() throws Exception {
        // Given a batch that waits for more
        String topic = RealKafka.newTopic(broker, 1);
        ProducerSettings settings = RealKafka.settings(broker, "KAFKA_LINGER_MS", "60000");
        ReliableProducer<String, String> producer = RealKafka.open(settings, DeliveryMode.IDEMPOTENT);
        List<CompletableFuture<SendOutcome>> outcomes = Stream.of("a", "b", "c")
                .map(value -> producer.send(new ProducerRecord<>(topic, value)))
                .toList();

        // When
        CloseReport report = producer.close(Duration.ofSeconds(20));

        // Then a close in peace sends what waits
        assertThat(report.clean()).isTrue();
        for (CompletableFuture<SendOutcome> outcome : outcomes) {
            assertThat(outcome.get(0, TimeUnit.SECONDS)).isInstanceOf(Acknowledged.class);
        }
        assertThat(broker.readAll(topic)).hasSize(3);
        assertThat(producer.sendAndWait(new ProducerRecord<>(topic, "late"))).isInstanceOf(NotWritten.class);
    }

    @Test
    void shouldFailWhatIsOpenAndCountItWhenClosedWithoutTime() throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 1);
        ProducerSettings settings = RealKafka.settings(broker, "KAFKA_LINGER_MS", "60000");
        ReliableProducer<String, String> producer = RealKafka.open(settings, DeliveryMode.PLAIN);
        CompletableFuture<SendOutcome> outcome = producer.send(new ProducerRecord<>(topic, "v"));

        // When
        CloseReport report = producer.close(Duration.ZERO);

        // Then
        assertThat(report.unacknowledged()).isOne();
        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(Unknown.class);
        assertThat(producer.inFlight()).isZero();
    }
}
