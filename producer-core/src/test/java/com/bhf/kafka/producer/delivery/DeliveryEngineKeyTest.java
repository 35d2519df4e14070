package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static com.bhf.kafka.producer.ScriptedProducer.at;
import static com.bhf.kafka.producer.ScriptedProducer.thrown;
import static com.bhf.kafka.producer.delivery.EngineFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.bhf.kafka.producer.delivery.KeyedResult.Earlier;
import com.bhf.kafka.producer.delivery.KeyedResult.Fresh;
import com.bhf.kafka.producer.delivery.KeyedResult.Mismatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.NetworkException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One send per idempotency key. */
class DeliveryEngineKeyTest {
    private static final IdempotencyKey KEY = new IdempotencyKey("key", "print");

    private final EngineFixture fixture = new EngineFixture(2_000);
    private final DeliveryEngine engine = fixture.engine;

    @AfterEach
    void close() {
        fixture.close();
    }

    private AcceptedSend send(String eventId) {
        return fixture.send(IDEMPOTENT, eventId);
    }

    private static Fresh fresh(KeyedResult result) {
        assertThat(result).isInstanceOf(Fresh.class);
        return (Fresh) result;
    }

    @Test
    void shouldAnswerWithThePlaceWhenASyncSendIsAcknowledged() throws Exception {
        AcceptedSend send = send("e");
        CompletableFuture<KeyedResult> result = engine.send(send, KEY);
        assertThat(fixture.store.await(send.requestId(), row -> true).isFinal()).isFalse();

        fixture.nextSent(IDEMPOTENT).onCompletion(at(7), null);

        SendStatus status = fresh(get(result)).status();
        assertThat(status.offset()).isEqualTo(7);
        assertThat(status).isEqualTo(fixture.store.find(send.requestId()).orElseThrow());
    }

    @Test
    void shouldReplayWhenTheRequestIsFinished() throws Exception {
        AcceptedSend first = send("e");
        CompletableFuture<KeyedResult> result = engine.send(first, KEY);
        fixture.nextSent(IDEMPOTENT).onCompletion(at(7), null);
        SendStatus status = fresh(get(result)).status();

        assertThat(get(engine.send(send("e"), KEY))).isEqualTo(new Earlier(status));
        assertThat(get(engine.accept(send("e"), KEY))).isEqualTo(new Earlier(status));
        assertThat(fixture.kafka.get(IDEMPOTENT).open).isEmpty();
    }

    @Test
    void shouldSayThatItIsOpenWhenTheFirstIsNotFinished() throws Exception {
        AcceptedSend first = send("e");
        get(engine.accept(first, KEY));

        KeyedResult again = get(engine.send(send("e"), KEY));

        assertThat(again).asInstanceOf(type(Earlier.class)).satisfies(earlier -> {
            assertThat(earlier.status().requestId()).isEqualTo(first.requestId());
            assertThat(earlier.status().isFinal()).isFalse();
        });
        assertThat(engine.durableInFlight()).isOne();
    }

    @Test
    void shouldRefuseWhenTheKeyStandsForAnotherRequest() throws Exception {
        AcceptedSend first = send("e");
        get(engine.accept(first, KEY));

        assertThat(get(engine.accept(send("other"), new IdempotencyKey("key", "other print"))))
                .isEqualTo(new Mismatch(first.requestId()));
    }

    @Test
    void shouldSendOnceWhenManyRequestsRace() throws Exception {
        List<CompletableFuture<KeyedResult>> results = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            results.add(engine.accept(send("e" + i), KEY));
        }

        int fresh = 0;
        for (CompletableFuture<KeyedResult> result : results) {
            fresh += get(result) instanceof Fresh ? 1 : 0;
        }
        assertThat(fresh).isOne();
        fixture.nextSent(IDEMPOTENT).onCompletion(at(1), null);
        fixture.nextStatus();
        assertThat(fixture.kafka.get(IDEMPOTENT).open).isEmpty();
        assertThat(engine.durableInFlight()).isZero();
    }

    @Test
    void shouldEndAndFreeTheKeyWhenKafkasClientDoesNotTakeASyncSend() throws Exception {
        fixture.kafka.get(PLAIN).onSend(thrown(new RecordTooLargeException("too large")));

        SendStatus status =
                fresh(get(engine.send(fixture.send(PLAIN, "e"), KEY))).status();

        assertThat(status.outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
        assertThat(status.isFinal()).isTrue();
        assertThat(get(engine.send(fixture.send(PLAIN, "e"), KEY))).isInstanceOf(Fresh.class);
    }

    @Test
    void shouldNotTryASyncSendAgainWhenKafkasClientIsAway() throws Exception {
        fixture.kafka.get(IDEMPOTENT).onSend(thrown(new org.apache.kafka.common.errors.TimeoutException("metadata")));

        SendStatus status = fresh(get(engine.send(send("e"), KEY))).status();

        assertThat(status.outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
        assertThat(status.error()).contains("metadata");
    }

    @Test
    void shouldAnswerThatTheOutcomeIsUnknownAndKeepTheKeyWhenTheAckIsLost() throws Exception {
        CompletableFuture<KeyedResult> result = engine.send(send("e"), KEY);

        fixture.nextSent(IDEMPOTENT).onCompletion(at(-1), new NetworkException("lost"));

        SendStatus status = fresh(get(result)).status();
        assertThat(status.state()).isEqualTo(SendState.PENDING);
        assertThat(status.outcome()).isEqualTo(LogOutcome.UNKNOWN);
        assertThat(get(engine.send(send("e"), KEY))).isInstanceOf(Earlier.class);
    }

    @Test
    void shouldAnswerThatTheOutcomeIsUnknownWhenTheEngineStops() throws Exception {
        CompletableFuture<KeyedResult> result = engine.send(send("e"), KEY);
        Callback open = fixture.nextSent(IDEMPOTENT);
        fixture.kafka.get(IDEMPOTENT).duringClose(() -> open.onCompletion(at(-1), new KafkaException("closed")));

        engine.close(Duration.ofMillis(200));

        SendStatus status = fresh(get(result)).status();
        assertThat(status.isFinal()).isFalse();
        assertThat(status.outcome()).isEqualTo(LogOutcome.UNKNOWN);
    }
}
