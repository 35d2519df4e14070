package com.bhf.kafka.producer;

import static com.bhf.kafka.producer.ScriptedProducer.at;
import static com.bhf.kafka.producer.ScriptedProducer.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.Test;

class ReliableProducerCloseTest {
    private final ScriptedProducer kafka = new ScriptedProducer();
    private final RecordingListener listener = new RecordingListener();
    private final ReliableProducer<byte[], byte[]> producer =
            ReliableProducer.builder(DeliveryMode.PLAIN).listener(listener).open(() -> kafka);

    @Test
    void shouldBeCleanWhenNothingIsOpen() {
        // Given
        CompletableFuture<SendOutcome> ended = producer.send(record());
        kafka.open.remove().onCompletion(at(1), null);

        // When
        CloseReport report = producer.close(Duration.ZERO);

        // Then
        assertThat(ended).isCompleted();
        assertThat(report).isEqualTo(new CloseReport(0));
        assertThat(report.clean()).isTrue();
        assertThat(kafka.closed.getCount()).isZero();
    }

    @Test
    void shouldCountWhatIsLeftWhenSendsAreOpen() {
        // Given
        producer.send(record());
        producer.send(record());

        // When
        CloseReport report = producer.close(Duration.ZERO);

        // Then
        assertThat(report.unacknowledged()).isEqualTo(2);
        assertThat(report.clean()).isFalse();
    }

    @Test
    void shouldRefuseSendsWithoutCountingThemWhenClosed() {
        // Given
        producer.send(record());
        producer.close(Duration.ZERO);
        kafka.onSend(callback -> {
            throw new IllegalStateException("Cannot perform operation after producer has been closed");
        });

        // When
        SendOutcome late = producer.send(record()).join();
        SendOutcome lateDurable = producer.sendDurable(record()).join();

        // Then
        assertThat(late).isInstanceOf(NotWritten.class);
        assertThat(lateDurable).isInstanceOf(NotWritten.class);
        assertThat(producer.close(Duration.ZERO).unacknowledged()).isOne();
        assertThat(listener.replacements).isEmpty();
    }

    @Test
    void shouldNotReplaceTheProducerWhenTheCloseFailsItsRecords() {
        // Given
        CompletableFuture<SendOutcome> open = producer.send(record());
        Callback callback = kafka.open.remove();
        producer.close(Duration.ZERO);

        // When
        callback.onCompletion(at(-1), new KafkaException("Producer is closed forcefully."));

        // Then
        assertThat(open.join()).isInstanceOf(SendOutcome.Unknown.class);
        assertThat(listener.replacements).isEmpty();
        assertThat(producer.circuitState()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void shouldStillReportWhenTheClosingThreadIsInterrupted() {
        // Given Kafka's close does its work and then throws this
        producer.send(record());
        kafka.closeException = new InterruptException("Interrupted while joining ioThread");

        // When
        CloseReport report = producer.close(Duration.ofSeconds(1));

        // Then
        assertThat(report.unacknowledged()).isOne();
        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
    }

    @Test
    void shouldWaitForOpenSendsWhenFlushed() {
        // Given
        try (ReliableProducer<byte[], byte[]> flushed = ReliableProducer.builder(DeliveryMode.PLAIN)
                .open(() -> new org.apache.kafka.clients.producer.MockProducer<>(
                        false,
                        null,
                        new org.apache.kafka.common.serialization.ByteArraySerializer(),
                        new org.apache.kafka.common.serialization.ByteArraySerializer()))) {
            CompletableFuture<SendOutcome> open = flushed.send(record());

            // When
            flushed.flush();

            // Then
            assertThat(open).isCompletedWithValueMatching(o -> o instanceof SendOutcome.Acknowledged);
        }
    }
}
