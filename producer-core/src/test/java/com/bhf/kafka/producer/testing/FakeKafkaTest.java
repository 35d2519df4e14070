package com.bhf.kafka.producer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.ProducerListener;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class FakeKafkaTest {
    private static final ProducerRecord<String, String> RECORD = new ProducerRecord<>("orders", "k", "v");

    private final FakeKafka<String, String> kafka =
            new FakeKafka<>("orders", 3, new StringSerializer(), new StringSerializer());

    @Test
    void shouldEndTheSendAsTheTestSays() {
        // Given
        ReliableProducer<String, String> producer = kafka.producer(DeliveryMode.IDEMPOTENT);
        CompletableFuture<SendOutcome> first = producer.send(RECORD);
        CompletableFuture<SendOutcome> second = producer.send(RECORD);

        // When
        boolean acknowledged = kafka.acknowledgeNext();
        boolean failed = kafka.failNext(new TimeoutException("expired"));

        // Then
        assertThat(acknowledged && failed).isTrue();
        assertThat(first.join()).isInstanceOf(Acknowledged.class);
        assertThat(second.join()).isInstanceOf(Unknown.class);
        assertThat(kafka.acknowledgeNext()).as("none is open").isFalse();
        assertThat(kafka.sent()).containsExactly(RECORD, RECORD);
    }

    @Test
    void shouldKnowItsPartitions() {
        // Given
        ReliableProducer<String, String> producer = kafka.producer(DeliveryMode.PLAIN);

        // When
        SendOutcome outcome =
                producer.send(new ProducerRecord<>("orders", 3, "k", "v")).join();

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        NotWritten.class, failed -> assertThat(failed.kind()).isEqualTo(ErrorKind.REJECTED));
        assertThat(kafka.sent()).isEmpty();
    }

    @Test
    void shouldThrowFromReplacementsTooUntilToldOtherwise() throws Exception {
        // Given
        CountDownLatch replaced = new CountDownLatch(1);
        ReliableProducer<String, String> producer =
                kafka.producer(ReliableProducer.builder(DeliveryMode.PLAIN).listener(new ProducerListener() {
                    @Override
                    public void onProducerReplaced(DeliveryMode mode, Throwable cause) {
                        replaced.countDown();
                    }
                }));
        kafka.throwFromSend(new KafkaException("error state"));
        producer.send(RECORD).join();
        replaced.await(20, TimeUnit.SECONDS);

        // When
        SendOutcome outcome = producer.send(RECORD).join();

        // Then
        assertThat(kafka.producersMade()).isEqualTo(2);
        assertThat(outcome).isInstanceOf(NotWritten.class);
        kafka.throwFromSend(null);
        CompletableFuture<SendOutcome> working = producer.send(RECORD);
        kafka.acknowledgeNext();
        assertThat(working.join()).isInstanceOf(Acknowledged.class);
    }
}
