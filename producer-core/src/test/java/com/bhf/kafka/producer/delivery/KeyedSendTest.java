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
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import com.bhf.kafka.producer.delivery.KeyedResult.Earlier;
import com.bhf.kafka.producer.delivery.KeyedResult.Fresh;
import com.bhf.kafka.producer.delivery.KeyedResult.Mismatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a caller that waits for a send with an idempotency key is told. */
class KeyedSendTest {
    private static final IdempotencyKey KEY = new IdempotencyKey("key", "print");

    private final EngineFixture fixture = new EngineFixture(10);
    private final DeliveryEngine engine = fixture.engine;

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldTellThePlaceWhenAcknowledged(DeliveryMode mode) throws Exception {
        // Given
        AcceptedSend send = fixture.send(mode, "e");
        CompletableFuture<KeyedResult> first = engine.send(send, KEY);

        // When
        fixture.nextSent(mode).onCompletion(at(7), null);

        // Then
        Fresh fresh = (Fresh) get(first);
        assertThat(fresh.failure()).isNull();
        assertThat(fresh.status().isFinal()).isTrue();
        assertThat(fresh.status().offset()).isEqualTo(7);
        assertThat(get(engine.send(fixture.send(mode, "again"), KEY))).isEqualTo(new Earlier(fresh.status()));
        assertThat(get(engine.accept(fixture.send(mode, "other"), new IdempotencyKey("key", "other"))))
                .isEqualTo(new Mismatch(send.requestId()));
    }

    @Test
    void shouldTellTheFailureAndFreeTheKeyWhenNotWritten() throws Exception {
        // Given
        RecordTooLargeException tooLarge = new RecordTooLargeException("too large");
        fixture.kafka.get(IDEMPOTENT).onSend(ScriptedProducer.calledBackInsideSend(tooLarge));

        // When
        Fresh fresh = (Fresh) get(engine.send(fixture.send(IDEMPOTENT, "e"), KEY));

        // Then
        assertThat(fresh.failure()).isEqualTo(new NotWritten(ErrorKind.REJECTED, tooLarge));
        assertThat(fresh.status().outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
        assertThat(fresh.status().isFinal()).isTrue();
        assertThat(get(engine.send(fixture.send(IDEMPOTENT, "e"), KEY))).isInstanceOf(Fresh.class);
    }

    @Test
    void shouldTellTheFailureAndKeepTheKeyWhenTheOutcomeIsUnknown() throws Exception {
        // Given
        CompletableFuture<KeyedResult> first = engine.send(fixture.send(PLAIN, "e"), KEY);

        // When
        fixture.nextSent(PLAIN).onCompletion(at(-1), new TimeoutException("late"));

        // Then
        Fresh fresh = (Fresh) get(first);
        assertThat(fresh.failure()).isInstanceOf(Unknown.class);
        assertThat(fresh.status().isFinal()).isFalse();
        assertThat(get(engine.send(fixture.send(PLAIN, "e"), KEY))).isEqualTo(new Earlier(fresh.status()));
    }

    /** The first of a lane is tried again for minutes or hours; a caller that waits must not wait behind it. */
    @Test
    void shouldAnswerWhenASendThatNobodyWaitsForIsStuck() throws Exception {
        // Given
        CountDownLatch tries = new CountDownLatch(2);
        fixture.kafka.get(IDEMPOTENT).onSend(callback -> {
            tries.countDown();
            callback.onCompletion(at(-1), new TimeoutException("no metadata"));
        });
        get(engine.accept(fixture.send(IDEMPOTENT, "stuck")));
        assertThat(tries.await(20, TimeUnit.SECONDS)).isTrue();

        // When
        KeyedResult result = get(engine.send(fixture.send(IDEMPOTENT, "e"), KEY));

        // Then
        assertThat(((Fresh) result).status().outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
    }

    /** Between the refused commit and the look at the key another request frees it. */
    @Test
    void shouldSayThatTheKeyIsFreeWhenItsSendHasJustEnded() {
        try (StatusReader reader = new StatusReader(fixture.store, 1)) {
            assertThatThrownBy(() -> get(reader.find(ScriptedProducer.TOPIC, KEY)))
                    .hasCauseInstanceOf(KeyReleasedException.class);
        }
    }
}
