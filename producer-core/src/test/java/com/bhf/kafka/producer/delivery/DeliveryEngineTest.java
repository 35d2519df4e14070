package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static com.bhf.kafka.producer.ScriptedProducer.at;
import static com.bhf.kafka.producer.ScriptedProducer.calledBackByAnotherThread;
import static com.bhf.kafka.producer.ScriptedProducer.calledBackInsideSend;
import static com.bhf.kafka.producer.delivery.EngineFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.bhf.kafka.producer.CircuitState;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ScriptedProducer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a durable send. */
class DeliveryEngineTest {
    private final EngineFixture fixture = new EngineFixture(3);
    private final DeliveryEngine engine = fixture.engine;

    @AfterEach
    void close() {
        fixture.close();
    }

    private SendStatus row(AcceptedSend send) {
        return fixture.store.find(send.requestId()).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldHaveTheRowBeforeItSendsWhenASendIsAccepted(DeliveryMode mode) throws Exception {
        // Given
        AcceptedSend send = fixture.send(mode, "e");
        BlockingQueue<Boolean> rowIsThere = new LinkedBlockingQueue<>();
        fixture.kafka
                .get(mode)
                .onSend(callback ->
                        rowIsThere.add(fixture.store.find(send.requestId()).isPresent()));

        // When
        AcceptedSend accepted = get(engine.accept(send));

        // Then
        assertThat(accepted).isSameAs(send);
        assertThat(rowIsThere.poll(20, TimeUnit.SECONDS)).isTrue();
        assertThat(row(send).state()).isEqualTo(SendState.PENDING);
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldBeOkAndFinalWhenAcknowledged(DeliveryMode mode) throws Exception {
        // Given
        AcceptedSend send = fixture.send(mode, "e");
        get(engine.accept(send));
        fixture.clock.tick(Duration.ofMillis(5));

        // When
        fixture.nextSent(mode).onCompletion(at(7), null);

        // Then
        fixture.nextStatus();
        assertThat(row(send))
                .isEqualTo(new SendStatus(
                        send.requestId(),
                        mode,
                        "e",
                        ScriptedProducer.TOPIC,
                        "key-e",
                        SendState.OK,
                        LogOutcome.WRITTEN,
                        true,
                        1,
                        7L,
                        Instant.ofEpochMilli(1_000),
                        null,
                        1,
                        send.acceptedAt(),
                        send.acceptedAt().plusMillis(5),
                        1));
        assertThat(engine.durableInFlight()).isZero();
    }

    @Test
    void shouldStayOpenWhenAcknowledgedWithoutAnOffset() throws Exception {
        // Given
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        get(engine.accept(send));

        // When
        fixture.nextSent(IDEMPOTENT).onCompletion(at(-1), null);

        // Then
        fixture.nextStatus();
        SendStatus row = row(send);
        assertThat(row.state()).isEqualTo(SendState.OK);
        assertThat(row.outcome()).isEqualTo(LogOutcome.WRITTEN);
        assertThat(row.isFinal()).isFalse();
        assertThat(row.offset()).isNull();
        assertThat(row.completedAt()).isNull();
    }

    static Stream<Arguments> ioErrors() {
        return Stream.of(new TimeoutException("Expiring 1 record(s)"), new RecordTooLargeException("of the broker"))
                .flatMap(error -> Stream.of(
                        arguments(PLAIN, SendState.ERROR, error), arguments(IDEMPOTENT, SendState.PENDING, error)));
    }

    @ParameterizedTest
    @MethodSource("ioErrors")
    void shouldBeUnknownAndNotFinalWhenTheErrorComesFromTheIoThread(
            DeliveryMode mode, SendState state, RuntimeException error) throws Exception {
        // Given
        AcceptedSend send = fixture.send(mode, "e");
        get(engine.accept(send));

        // When
        fixture.nextSent(mode).onCompletion(at(-1), error);

        // Then
        fixture.nextStatus();
        SendStatus row = row(send);
        assertThat(row.state()).isEqualTo(state);
        assertThat(row.outcome()).isEqualTo(LogOutcome.UNKNOWN);
        assertThat(row.isFinal()).isFalse();
        assertThat(row.error()).isEqualTo(error.getClass().getSimpleName() + ": " + error.getMessage());
        assertThat(row.completedAt()).isNull();
        assertThat(engine.durableInFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldBeNotWrittenAndFinalAtOnceWhenTheClientRefusesTheRecord(DeliveryMode mode) throws Exception {
        // Given
        fixture.kafka.get(mode).onSend(calledBackInsideSend(new RecordTooLargeException("larger\n than allowed")));
        AcceptedSend send = fixture.send(mode, "e");

        // When
        get(engine.accept(send));

        // Then
        fixture.nextStatus();
        SendStatus row = row(send);
        assertThat(row.state()).isEqualTo(SendState.ERROR);
        assertThat(row.outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
        assertThat(row.isFinal()).isTrue();
        assertThat(row.error()).isEqualTo("RecordTooLargeException: larger than allowed");
        assertThat(row.completedAt()).isEqualTo(fixture.clock.instant());
        assertThat(engine.durableInFlight()).isZero();
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldTryAgainInOrderWhenNothingLeftTheClient(DeliveryMode mode) throws Exception {
        // Given no metadata for the first tries
        ScriptedProducer kafka = fixture.kafka.get(mode);
        CountDownLatch tries = new CountDownLatch(4);
        kafka.onSend(callback -> {
            tries.countDown();
            callback.onCompletion(at(-1), new TimeoutException("no metadata"));
        });
        AcceptedSend first = fixture.send(mode, "first");
        AcceptedSend second = fixture.send(mode, "second");
        get(engine.accept(first));
        get(engine.accept(second));
        tries.await(20, TimeUnit.SECONDS);
        assertThat(row(first).state()).isEqualTo(SendState.PENDING);

        // When
        kafka.onSend(kafka.open::add);

        // Then
        fixture.nextSent(mode).onCompletion(at(1), null);
        assertThat(fixture.nextStatus().requestId()).isEqualTo(first.requestId());
        fixture.nextSent(mode).onCompletion(at(2), null);
        assertThat(fixture.nextStatus().requestId()).isEqualTo(second.requestId());
        assertThat(row(second).offset()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldBeNotWrittenAndFinalWhenNothingLeftTheClientInTime(DeliveryMode mode) throws Exception {
        // Given
        CountDownLatch tries = new CountDownLatch(3);
        BlockingQueue<String> late = new LinkedBlockingQueue<>();
        fixture.kafka.get(mode).onSend(callback -> {
            tries.countDown();
            callback.onCompletion(at(-1), new TimeoutException("no metadata"));
        });
        AcceptedSend first = fixture.send(mode, "first");
        AcceptedSend behind = fixture.send(mode, "behind");
        get(engine.accept(first));
        get(engine.accept(behind));
        tries.await(20, TimeUnit.SECONDS);

        // When
        fixture.clock.tick(EngineFixture.DELIVERY_TIMEOUT.plusMillis(1));

        // Then the one behind does not take the time of one more try from those behind it
        fixture.nextStatus();
        fixture.nextStatus();
        for (AcceptedSend send : List.of(first, behind)) {
            assertThat(row(send).state()).isEqualTo(SendState.ERROR);
            assertThat(row(send).outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
            assertThat(row(send).isFinal()).isTrue();
        }
        assertThat(row(first).error()).isEqualTo("TimeoutException: no metadata");
        assertThat(row(behind).error()).startsWith("TimeoutException: Earlier sends");
        assertThat(late).isEmpty();
        assertThat(engine.durableInFlight()).isZero();
    }

    @Test
    void shouldBeUnknownWhenSendThrowsAnError() throws Exception {
        // Given
        fixture.kafka.get(IDEMPOTENT).onSend(callback -> {
            throw new AssertionError("after the append, for all we know");
        });
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");

        // When
        get(engine.accept(send));

        // Then
        fixture.nextStatus();
        assertThat(row(send).outcome()).isEqualTo(LogOutcome.UNKNOWN);
        assertThat(engine.durableInFlight()).isZero();
    }

    @Test
    void shouldSendNothingWhenTheStoreRefusesTheRow() throws Exception {
        // Given
        fixture.store.failWith(new StatusStoreException("disk full", null));
        AcceptedSend send = fixture.send(PLAIN, "e");

        // When
        CompletableFuture<AcceptedSend> accepted = engine.accept(send);

        // Then
        assertThatThrownBy(() -> get(accepted))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(StatusStoreException.class);
        assertThat(engine.durableInFlight()).isZero();
        assertThat(fixture.kafka.get(PLAIN).open).isEmpty();
    }

    @Test
    void shouldSendNothingWhenTheIdIsTaken() throws Exception {
        // Given
        AcceptedSend send = fixture.send(PLAIN, "e");
        get(engine.accept(send));
        fixture.nextSent(PLAIN);

        // When
        CompletableFuture<AcceptedSend> again = engine.accept(send);

        // Then
        assertThatThrownBy(() -> get(again)).hasCauseInstanceOf(StatusStoreException.class);
        assertThat(fixture.kafka.get(PLAIN).open).isEmpty();
        assertThat(engine.durableInFlight()).isOne();
    }

    @Test
    void shouldRefuseWhenAllPlacesAreTaken() throws Exception {
        // Given
        for (int i = 0; i < 3; i++) {
            get(engine.accept(fixture.send(PLAIN, "e" + i)));
        }

        // When
        CompletableFuture<AcceptedSend> refused = engine.accept(fixture.send(PLAIN, "one too many"));

        // Then
        assertThatThrownBy(() -> get(refused))
                .cause()
                .isInstanceOfSatisfying(
                        OverloadedException.class,
                        e -> assertThat(e.retryAfter()).isPositive());
        fixture.nextSent(PLAIN).onCompletion(at(1), null);
        fixture.nextStatus();
        get(engine.accept(fixture.send(PLAIN, "there is a place again")));
    }

    @Test
    void shouldRecordTheResultLaterWhenTheStoreIsBrokenMeanwhile() throws Exception {
        // Given
        AcceptedSend send = fixture.send(PLAIN, "e");
        get(engine.accept(send));
        fixture.store.failWith(new StatusStoreException("disk full", null));
        fixture.nextSent(PLAIN).onCompletion(at(7), null);
        fixture.store.awaitCalls(4);
        assertThat(engine.durableInFlight()).isOne();

        // When
        fixture.store.failWith(null);

        // Then
        fixture.nextStatus();
        assertThat(row(send).offset()).isEqualTo(7);
        assertThat(engine.durableInFlight()).isZero();
    }

    @Test
    void shouldSendAllTheSameWhenTheBreakerIsOpen() throws Exception {
        // Given
        fixture.kafka.get(PLAIN).onSend(calledBackByAnotherThread(new NetworkException("disconnected")));
        get(engine.accept(fixture.send(PLAIN, "opens the breaker")));
        fixture.nextStatus();
        assertThat(fixture.producers.get(PLAIN).circuitState()).isEqualTo(CircuitState.OPEN);
        fixture.kafka.get(PLAIN).onSend(ScriptedProducer.acknowledged());
        AcceptedSend send = fixture.send(PLAIN, "e");

        // When
        get(engine.accept(send));

        // Then
        fixture.nextStatus();
        assertThat(row(send).state()).isEqualTo(SendState.OK);
        assertThat(fixture.producers.get(PLAIN).circuitState()).isEqualTo(CircuitState.CLOSED);
    }

    @Test
    void shouldWriteNoRowWhenTheModeIsNotServed() {
        // Given
        TestStore store = new TestStore();
        DeliverySettings settings = DeliverySettings.of(10, Duration.ofSeconds(1), Duration.ofSeconds(1));
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        try (DeliveryEngine plainOnly = new DeliveryEngine(
                settings,
                Map.of(PLAIN, fixture.producers.get(PLAIN)),
                store,
                DeliveryListener.NO_OP,
                Clock.systemUTC())) {

            // When
            CompletableFuture<?> durable = plainOnly.accept(send);
            CompletableFuture<?> direct = plainOnly.send(send);

            // Then
            assertThatThrownBy(() -> get(durable)).hasCauseInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> get(direct)).hasCauseInstanceOf(IllegalArgumentException.class);
            assertThat(store.commits()).isEmpty();
            assertThat(plainOnly.durableInFlight() + plainOnly.directInFlight()).isZero();
        }
    }

    @Test
    void shouldSendAllTheSameWhenTheListenerThrows() throws Exception {
        // Given
        DeliveryListener throwing = new DeliveryListener() {
            @Override
            public void onAccepted(AcceptedSend send) {
                throw new IllegalStateException("listener");
            }
        };
        try (EngineFixture other = new EngineFixture(3, EngineFixture.MAX_BLOCK, throwing)) {
            AcceptedSend send = other.send(PLAIN, "e");

            // When
            CompletableFuture<AcceptedSend> accepted = other.engine.accept(send);

            // Then
            assertThat(get(accepted)).isSameAs(send);
            other.nextSent(PLAIN).onCompletion(at(7), null);
            other.store.await(send.requestId(), SendStatus::isFinal);
        }
    }
}
