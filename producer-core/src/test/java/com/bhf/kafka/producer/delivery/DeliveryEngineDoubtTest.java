package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.ScriptedProducer.at;
import static com.bhf.kafka.producer.delivery.EngineFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A commit whose own outcome is unknown, as when the connection to the database breaks during it. */
class DeliveryEngineDoubtTest {
    private static final IdempotencyKey KEY = new IdempotencyKey("key", "print");

    private final EngineFixture fixture = new EngineFixture(10);
    private final DeliveryEngine engine = fixture.engine;

    @AfterEach
    void close() {
        fixture.close();
    }

    private static void assertInDoubt(CompletableFuture<?> result) {
        assertThatThrownBy(() -> get(result))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        StatusStoreException.class,
                        e -> assertThat(e.mayBeApplied()).isTrue());
    }

    /** The caller was told that it may be accepted: then it is, so that no row is left that nobody looks after. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldDeliverOnceWhenTheCommitOfAnAcceptIsInDoubt(boolean applied) throws Exception {
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        fixture.store.failInDoubt(applied);

        assertInDoubt(engine.accept(send));

        fixture.nextSent(IDEMPOTENT).onCompletion(at(7), null);
        fixture.nextStatus();
        assertThat(fixture.store.find(send.requestId()).orElseThrow().offset()).isEqualTo(7);
        assertThat(fixture.kafka.get(IDEMPOTENT).open).isEmpty();
        assertThat(engine.durableInFlight()).isZero();
    }

    @Test
    void shouldNotDeliverWhenAnotherRequestTookTheKeyMeanwhile() throws Exception {
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        fixture.store.failInDoubt(false);
        assertInDoubt(engine.accept(send, KEY));
        UUID other = UUID.randomUUID();
        fixture.store.apply(
                java.util.List.of(SendFixtures.accept(SendFixtures.send(other, "other"), "elsewhere", "print")));

        ReadBackFixture.until(() -> engine.storeProblem().isEmpty());
        AcceptedSend second = fixture.send(IDEMPOTENT, "e");
        KeyedResult result = get(engine.accept(second, KEY));

        // Whichever of the two came first is sent, and no other.
        Callback only = fixture.nextSent(IDEMPOTENT);
        only.onCompletion(at(7), null);
        fixture.nextStatus();
        ReadBackFixture.until(() -> engine.durableInFlight() == 0);
        assertThat(fixture.kafka.get(IDEMPOTENT).open).isEmpty();
        UUID winner = result instanceof KeyedResult.Fresh ? second.requestId() : send.requestId();
        assertThat(fixture.store.find(winner).orElseThrow().isFinal()).isTrue();
        assertThat(fixture.store.history(other)).isEmpty();
    }

    @Test
    void shouldRefuseAtOnceUntilTheStoreIsTrustedAgain() throws Exception {
        // Given
        fixture.store.failOnce(new StatusStoreException("disk full", null));
        assertThat(engine.accept(fixture.send(IDEMPOTENT, "fails"))).isNotNull();
        ReadBackFixture.until(() -> engine.storeProblem().isPresent());

        // When
        CompletableFuture<AcceptedSend> refused = engine.accept(fixture.send(IDEMPOTENT, "refused"));

        // Then
        assertThat(refused).isCompletedExceptionally();
        assertThatThrownBy(refused::get)
                .cause()
                .isInstanceOfSatisfying(
                        StatusStoreException.class,
                        reason -> assertThat(reason.mayBeApplied()).isFalse());
        ReadBackFixture.until(() -> engine.storeProblem().isEmpty());
        get(engine.accept(fixture.send(IDEMPOTENT, "accepted")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldRecordTheStatusWhenItsCommitIsInDoubt(boolean applied) throws Exception {
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        get(engine.accept(send));
        fixture.store.failInDoubt(applied);

        fixture.nextSent(IDEMPOTENT).onCompletion(at(7), null);

        assertThat(fixture.nextStatus().offset()).isEqualTo(7);
        assertThat(fixture.store.find(send.requestId()).orElseThrow().isFinal()).isTrue();
        assertThat(fixture.store.history(send.requestId())).hasSize(1);
        assertThat(engine.durableInFlight()).isZero();
    }

    @Test
    void shouldTellASyncCallerThatItIsAcknowledgedWhenTheStoreCannotRecordIt() throws Exception {
        CompletableFuture<KeyedResult> result = engine.send(fixture.send(IDEMPOTENT, "e"), KEY);
        Callback sent = fixture.nextSent(IDEMPOTENT);
        fixture.store.failWith(new StatusStoreException("down", null));

        sent.onCompletion(at(7), null);

        assertThat(((KeyedResult.Fresh) get(result)).status().offset()).isEqualTo(7);
    }
}
