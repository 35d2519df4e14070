package com.bhf.kafka.producer;

import static com.bhf.kafka.producer.ScriptedProducer.acknowledged;
import static com.bhf.kafka.producer.ScriptedProducer.record;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Duration;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** A listener that throws changes nothing. */
class ReliableProducerListenerTest {
    private static final ProducerListener THROWING = new ProducerListener() {
        @Override
        public void onOutcome(DeliveryMode mode, String topic, SendOutcome outcome, Duration elapsed) {
            throw new IllegalStateException("onOutcome");
        }

        @Override
        public void onCircuitChange(DeliveryMode mode, CircuitState from, CircuitState to) {
            throw new IllegalStateException("onCircuitChange");
        }
    };

    private final ScriptedProducer kafka = new ScriptedProducer();
    private final ReliableProducer<byte[], byte[]> producer = ReliableProducer.builder(DeliveryMode.IDEMPOTENT)
            .listener(THROWING)
            .circuitBreaker(new CircuitBreakerSettings(1, Duration.ofMinutes(1), 1))
            .open(() -> kafka);

    @Test
    void shouldCompleteTheSendWhenTheListenerThrows() {
        // Given
        kafka.onSend(acknowledged());

        // When
        SendOutcome outcome = producer.send(record()).join();

        // Then
        assertThat(outcome).isInstanceOf(Acknowledged.class);
        assertThat(producer.inFlight()).isZero();
        assertThat(producer.listenerFailures()).isOne();
    }

    @Test
    void shouldStillOpenTheBreakerWhenTheListenerThrows() {
        // Given
        kafka.onSend(ScriptedProducer.calledBackInsideSend(new TimeoutException("no metadata")));

        // When
        SendOutcome outcome = producer.send(record()).join();

        // Then
        assertThat(outcome).isInstanceOf(NotWritten.class);
        assertThat(producer.circuitState()).isEqualTo(CircuitState.OPEN);
        assertThat(producer.listenerFailures()).isEqualTo(2);
    }
}
