package com.bhf.kafka.producer;

import static com.bhf.kafka.producer.ScriptedProducer.acknowledged;
import static com.bhf.kafka.producer.ScriptedProducer.at;
import static com.bhf.kafka.producer.ScriptedProducer.calledBackByAnotherThread;
import static com.bhf.kafka.producer.ScriptedProducer.calledBackInsideSend;
import static com.bhf.kafka.producer.ScriptedProducer.record;
import static com.bhf.kafka.producer.ScriptedProducer.thrown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.bhf.kafka.producer.ScriptedProducer.Send;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One completion, and everything given back, for each way in which a send can end. */
class ReliableProducerOutcomeTest {
    private static final Duration OPEN_FOR = Duration.ofMinutes(1);

    private final ScriptedProducer kafka = new ScriptedProducer();
    private final RecordingListener listener = new RecordingListener();
    private final SteppedClock clock = new SteppedClock();
    private final ReliableProducer<byte[], byte[]> producer = ReliableProducer.builder(DeliveryMode.PLAIN)
            .listener(listener)
            .clock(clock)
            .circuitBreaker(new CircuitBreakerSettings(1, OPEN_FOR, 1))
            .open(() -> kafka);

    @AfterEach
    void close() {
        // An interrupt that a test left behind must not reach the next one.
        Thread.interrupted();
        producer.close(Duration.ZERO);
    }

    static Stream<Arguments> failures() {
        List<Arguments> failures = List.of(
                io(new TimeoutException("Expiring 1 record(s)"), ErrorKind.RETRIABLE),
                io(new NetworkException("disconnected"), ErrorKind.RETRIABLE),
                io(new RecordTooLargeException("larger than message.max.bytes"), ErrorKind.REJECTED),
                io(new TopicAuthorizationException("no"), ErrorKind.REJECTED),
                io(new UnknownServerException("?"), ErrorKind.REJECTED),
                io(new ClusterAuthorizationException("no"), ErrorKind.FATAL),
                io(new KafkaException("Producer is closed forcefully."), ErrorKind.FATAL),
                inside(new RecordTooLargeException("larger than max.request.size"), ErrorKind.REJECTED),
                inside(new TimeoutException("not present in metadata"), ErrorKind.RETRIABLE),
                inside(new TopicAuthorizationException("no"), ErrorKind.REJECTED),
                out(new SerializationException("cannot"), ErrorKind.REJECTED, NotWritten.class),
                out(new ClassCastException("cannot"), ErrorKind.REJECTED, NotWritten.class),
                out(new InterruptException("interrupted"), ErrorKind.RETRIABLE, NotWritten.class),
                out(new IllegalStateException("closed"), ErrorKind.FATAL, NotWritten.class),
                out(errorState(new UnsupportedVersionException("old")), ErrorKind.FATAL, NotWritten.class),
                out(errorState(new ClusterAuthorizationException("no")), ErrorKind.FATAL, Unknown.class));
        // To make an InterruptException is to be interrupted.
        Thread.interrupted();
        return failures.stream();
    }

    private static KafkaException errorState(RuntimeException lastError) {
        return new KafkaException("Cannot execute transactional method because we are in an error state", lastError);
    }

    private static Arguments io(RuntimeException error, ErrorKind kind) {
        String name = "on the I/O thread: " + error;
        return argumentSet(name, calledBackByAnotherThread(error), error, kind, Unknown.class);
    }

    private static Arguments inside(RuntimeException error, ErrorKind kind) {
        return argumentSet("inside send: " + error, calledBackInsideSend(error), error, kind, NotWritten.class);
    }

    private static Arguments out(RuntimeException error, ErrorKind kind, Class<? extends Failed> outcome) {
        return argumentSet("thrown: " + error, thrown(error), error, kind, outcome);
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldCompleteOnceWithTheTruthWhenTheSendFails(
            Send script, RuntimeException error, ErrorKind kind, Class<? extends Failed> expected) {
        // Given
        kafka.onSend(script);

        // When
        CompletableFuture<SendOutcome> future = producer.send(record());

        // Then
        assertThat(future).isCompleted();
        Failed outcome = (Failed) future.join();
        assertThat(outcome).isInstanceOf(expected);
        assertThat(outcome.kind()).isEqualTo(kind);
        assertThat(outcome.cause()).isSameAs(error);
        assertThat(listener.outcomes).containsExactly(outcome);
        assertThat(producer.inFlight()).isZero();
    }

    @ParameterizedTest
    @MethodSource("failures")
    void shouldGiveTheTrialPermitBackWhenATrialFails(Send script, RuntimeException error, ErrorKind kind) {
        // Given an open breaker whose one trial ends like this
        kafka.onSend(calledBackByAnotherThread(new NetworkException("first")));
        producer.send(record()).join();
        clock.tick(OPEN_FOR.plusMillis(1));
        kafka.onSend(script);
        producer.send(record()).join();
        clock.tick(OPEN_FOR.plusMillis(1));

        // When
        kafka.onSend(acknowledged());
        SendOutcome next = producer.send(record()).join();

        // Then
        assertThat(next).isInstanceOf(Acknowledged.class);
        assertThat(producer.circuitState()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void shouldReportThePlaceWhenTheBrokerAcknowledges() {
        // Given
        kafka.onSend(acknowledged());

        // When
        SendOutcome outcome = producer.send(record()).join();

        // Then
        assertThat(outcome).isEqualTo(new Acknowledged(ScriptedProducer.TOPIC, 1, 7, 1_000));
        assertThat(listener.outcomes).containsExactly(outcome);
        assertThat(producer.inFlight()).isZero();
    }

    @Test
    void shouldReportNoOffsetWhenTheBrokerRecognisedADuplicate() {
        // Given
        kafka.onSend(callback -> callback.onCompletion(at(-1), null));

        // When
        SendOutcome outcome = producer.send(record()).join();

        // Then
        assertThat(outcome).isInstanceOfSatisfying(Acknowledged.class, ack -> {
            assertThat(ack.hasOffset()).isFalse();
            assertThat(ack.offset()).isEqualTo(-1);
        });
    }

    @Test
    void shouldCountOnlyTheFirstEndWhenCalledBackAgain() {
        // Given
        kafka.onSend(callback -> {
            callback.onCompletion(at(7), null);
            callback.onCompletion(at(-1), new TimeoutException("late"));
        });

        // When
        SendOutcome outcome = producer.send(record()).join();

        // Then
        assertThat(outcome).isInstanceOf(Acknowledged.class);
        assertThat(listener.outcomes).hasSize(1);
        assertThat(producer.inFlight()).isZero();
    }

    @Test
    void shouldCountOnlyTheThrowWhenTheRecordIsCalledBackAfterIt() {
        // Given the client appends the record, throws, and aborts its batch later
        kafka.onSend(callback -> {
            kafka.open.add(callback);
            throw errorState(new ClusterAuthorizationException("no"));
        });
        SendOutcome thrown = producer.send(record()).join();
        Callback late = kafka.open.remove();

        // When
        late.onCompletion(at(-1), new KafkaException("aborted"));

        // Then
        assertThat(listener.outcomes).containsExactly(thrown);
        assertThat(producer.inFlight()).isZero();
    }

    @Test
    void shouldBeUnknownWhenTheCallingThreadItselfIsCalledBackAfterSend() {
        // Given a thread that plays caller and I/O thread, as a dependent of a future does that sends again
        CompletableFuture<SendOutcome> future = producer.send(record());
        Callback callback = kafka.open.remove();

        // When
        callback.onCompletion(at(-1), new TimeoutException("expired"));

        // Then
        assertThat(future.join()).isInstanceOf(Unknown.class);
    }

    @Test
    void shouldGiveEverythingBackAndRethrowWhenSendThrowsAnError() {
        // Given
        kafka.onSend(callback -> {
            throw new StackOverflowError("in a serializer");
        });

        // When
        assertThatThrownBy(() -> producer.send(record())).isInstanceOf(StackOverflowError.class);

        // Then
        assertThat(producer.inFlight()).isZero();
        assertThat(listener.outcomes).hasSize(1);
    }

    @Test
    void shouldTakeNothingWhenTheRecordIsNull() {
        // Given a breaker that has one permit left
        kafka.onSend(calledBackByAnotherThread(new NetworkException("first")));
        producer.send(record()).join();
        clock.tick(OPEN_FOR.plusMillis(1));

        // When
        assertThatThrownBy(() -> producer.send(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> producer.sendDurable(null)).isInstanceOf(NullPointerException.class);

        // Then
        assertThat(producer.inFlight()).isZero();
        kafka.onSend(acknowledged());
        assertThat(producer.send(record()).join()).isInstanceOf(Acknowledged.class);
    }

    @Test
    void shouldRefuseAPartitionWithoutSendingWhenTheTopicDoesNotHaveIt() {
        // Given
        AtomicBoolean sent = new AtomicBoolean();
        kafka.onSend(callback -> sent.set(true));
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(ScriptedProducer.TOPIC, ScriptedProducer.PARTITIONS, null, new byte[0]);

        // When
        SendOutcome outcome = producer.send(record).join();

        // Then
        assertThat(outcome).isInstanceOfSatisfying(NotWritten.class, failed -> {
            assertThat(failed.kind()).isEqualTo(ErrorKind.REJECTED);
            assertThat(failed.cause())
                    .isInstanceOfSatisfying(
                            PartitionOutOfRangeException.class,
                            e -> assertThat(e.partitions()).isEqualTo(ScriptedProducer.PARTITIONS))
                    .hasMessageContaining("partitions 0 to 2");
        });
        assertThat(sent).isFalse();
        assertThat(producer.inFlight()).isZero();
    }

    @Test
    void shouldSayHowLongWhenTheBreakerRefuses() {
        // Given
        kafka.onSend(calledBackByAnotherThread(new NetworkException("first")));
        producer.send(record()).join();
        clock.tick(Duration.ofSeconds(20));

        // When
        SendOutcome outcome = producer.send(record()).join();

        // Then
        assertThat(outcome).isInstanceOfSatisfying(NotWritten.class, refused -> {
            assertThat(refused.kind()).isEqualTo(ErrorKind.RETRIABLE);
            assertThat(refused.cause())
                    .isInstanceOfSatisfying(
                            CircuitOpenException.class,
                            e -> assertThat(e.retryAfter()).isEqualTo(Duration.ofSeconds(40)));
        });
        assertThat(listener.outcomes).hasSize(2);
        assertThat(producer.inFlight()).isZero();
    }

    @Test
    void shouldNotRefuseADurableSendWhenTheBreakerIsOpen() {
        // Given
        kafka.onSend(calledBackByAnotherThread(new NetworkException("first")));
        producer.send(record()).join();
        kafka.onSend(acknowledged());

        // When
        SendOutcome outcome = producer.sendDurable(record()).join();

        // Then
        assertThat(outcome).isInstanceOf(Acknowledged.class);
        assertThat(listener.transitions).containsExactly("CLOSED->OPEN", "OPEN->CLOSED");
    }

    @Test
    void shouldNotBlameKafkaWhenTheCallerIsInterrupted() {
        // Given
        kafka.onSend(thrown(new InterruptException("interrupted")));

        // When
        producer.send(record()).join();

        // Then
        assertThat(producer.circuitState()).isEqualTo(CircuitState.CLOSED);
        assertThat(Thread.interrupted()).as("the caller's interrupt is kept").isTrue();
    }

    @Test
    void shouldThrowToTheWaitingCallerWhenItIsInterrupted() {
        // Given
        Thread.currentThread().interrupt();

        // When
        assertThatThrownBy(() -> producer.sendAndWait(record())).isInstanceOf(InterruptedException.class);

        // Then the send goes on
        assertThat(producer.inFlight()).isOne();
        kafka.open.remove().onCompletion(at(7), null);
        assertThat(producer.inFlight()).isZero();
    }

    @Test
    void shouldRunDependentsAfterEverythingIsGivenBackWhenASendEnds() {
        // Given
        CompletableFuture<Integer> inFlightSeen = producer.send(record()).thenApply(outcome -> producer.inFlight());

        // When
        kafka.open.remove().onCompletion(at(7), null);

        // Then
        assertThat(inFlightSeen.join()).isZero();
    }
}
