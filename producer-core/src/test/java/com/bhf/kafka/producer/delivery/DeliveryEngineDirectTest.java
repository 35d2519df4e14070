package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static com.bhf.kafka.producer.ScriptedProducer.at;
import static com.bhf.kafka.producer.delivery.EngineFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.ScriptedProducer;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a send without a row. */
class DeliveryEngineDirectTest {
    private final EngineFixture fixture = new EngineFixture(2, Duration.ofMillis(50), null);
    private final DeliveryEngine engine = fixture.engine;

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldAnswerWithTheOutcomeWhenAcknowledged(DeliveryMode mode) throws Exception {
        // Given
        CompletableFuture<SendOutcome> outcome = engine.send(fixture.send(mode, "e"));

        // When
        fixture.nextSent(mode).onCompletion(at(7), null);

        // Then
        assertThat(get(outcome)).isEqualTo(new Acknowledged(ScriptedProducer.TOPIC, 1, 7, 1_000));
        assertThat(engine.directInFlight()).isZero();
        assertThat(fixture.store.commits()).isEmpty();
    }

    @Test
    void shouldNotTryAgainWhenItFails() throws Exception {
        // Given
        CountDownLatch tries = new CountDownLatch(2);
        fixture.kafka.get(PLAIN).onSend(callback -> {
            tries.countDown();
            callback.onCompletion(at(-1), new TimeoutException("no metadata"));
        });

        // When
        SendOutcome outcome = get(engine.send(fixture.send(PLAIN, "e")));

        // Then
        assertThat(outcome).isInstanceOf(NotWritten.class);
        assertThat(tries.getCount()).isOne();
        assertThat(engine.directInFlight()).isZero();
    }

    @Test
    void shouldNotSendAtAllWhenItsTurnComesTooLate() throws Exception {
        // Given a send before it that takes longer than the patience of 50 ms
        CountDownLatch never = new CountDownLatch(1);
        fixture.kafka.get(PLAIN).onSend(callback -> {
            awaitFor(never, Duration.ofMillis(200));
            callback.onCompletion(at(1), null);
        });
        CompletableFuture<SendOutcome> first = engine.send(fixture.send(PLAIN, "first"));

        // When
        CompletableFuture<SendOutcome> second = engine.send(fixture.send(PLAIN, "second"));

        // Then
        assertThat(get(first)).isInstanceOf(Acknowledged.class);
        assertThat(get(second)).isInstanceOfSatisfying(NotWritten.class, failed -> {
            assertThat(failed.kind()).isEqualTo(ErrorKind.RETRIABLE);
            assertThat(failed.cause()).isInstanceOf(TimeoutException.class);
        });
        assertThat(engine.directInFlight()).isZero();
    }

    private static void awaitFor(CountDownLatch latch, Duration time) {
        try {
            latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldRefuseWhenAllPlacesAreTaken() throws Exception {
        // Given
        CompletableFuture<SendOutcome> first = engine.send(fixture.send(IDEMPOTENT, "a"));
        engine.send(fixture.send(IDEMPOTENT, "b"));

        // When
        CompletableFuture<SendOutcome> refused = engine.send(fixture.send(IDEMPOTENT, "c"));

        // Then durable sends have places of their own
        assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(OverloadedException.class);
        get(engine.accept(fixture.send(PLAIN, "d")));
        fixture.nextSent(IDEMPOTENT).onCompletion(at(1), null);
        get(first);
        assertThat(engine.directInFlight()).isOne();
    }

    @Test
    void shouldBeUnknownWhenSendThrowsAnError() throws Exception {
        // Given
        fixture.kafka.get(PLAIN).onSend(callback -> {
            throw new AssertionError("thrown");
        });

        // When
        SendOutcome outcome = get(engine.send(fixture.send(PLAIN, "e")));

        // Then
        assertThat(outcome).isInstanceOf(Unknown.class);
        assertThat(engine.directInFlight()).isZero();
    }
}
