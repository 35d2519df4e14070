package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static com.bhf.kafka.producer.ScriptedProducer.at;
import static com.bhf.kafka.producer.delivery.EngineFixture.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeliveryEngineCloseTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    /** The first half goes to a lane that does not move, the second must be enough for the rest. */
    private static final Duration HALF_OF_IT_FOR_NOTHING = Duration.ofSeconds(4);

    private static final Duration GENEROUS = Duration.ofSeconds(15);

    private final EngineFixture fixture = new EngineFixture(10);
    private final DeliveryEngine engine = fixture.engine;

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void shouldLeaveNothingWhenNothingIsOpen() throws Exception {
        // Given
        get(engine.accept(fixture.send(PLAIN, "e")));
        fixture.nextSent(PLAIN).onCompletion(at(1), null);
        fixture.nextStatus();

        // When
        int left = engine.close(GENEROUS);

        // Then
        assertThat(left).isZero();
        assertThat(fixture.store.isClosed()).isTrue();
    }

    @Test
    void shouldRefuseSendsWhenClosed() {
        // Given
        engine.close(SHORT);

        // When
        CompletableFuture<?> durable = engine.accept(fixture.send(PLAIN, "e"));
        CompletableFuture<?> direct = engine.send(fixture.send(PLAIN, "e"));

        // Then
        assertThatThrownBy(() -> get(durable)).hasCauseInstanceOf(StoppingException.class);
        assertThatThrownBy(() -> get(direct)).hasCauseInstanceOf(StoppingException.class);
        assertThat(fixture.store.commits()).isEmpty();
    }

    @Test
    void shouldCountASendAndKeepItsRowWhenItWasNotAcknowledgedInTime() throws Exception {
        // Given
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        get(engine.accept(send));
        Callback callback = fixture.nextSent(IDEMPOTENT);

        // When
        int left = engine.close(SHORT);

        // Then an end that comes after it changes nothing
        assertThat(left).isOne();
        callback.onCompletion(at(-1), new TimeoutException("late"));
        assertThat(fixture.store.find(send.requestId()).orElseThrow().version()).isZero();
    }

    @Test
    void shouldCountASendAndKeepItsRowWhenItHasNotLeftTheClient() throws Exception {
        // Given a send that is tried again and again
        CountDownLatch tried = new CountDownLatch(2);
        fixture.kafka.get(PLAIN).onSend(callback -> {
            tried.countDown();
            callback.onCompletion(at(-1), new TimeoutException("no metadata"));
        });
        AcceptedSend send = fixture.send(PLAIN, "e");
        get(engine.accept(send));
        tried.await(20, TimeUnit.SECONDS);

        // When
        int left = engine.close(SHORT);

        // Then it can be sent after the restart
        assertThat(left).isOne();
        assertThat(fixture.store.find(send.requestId()).orElseThrow().state()).isEqualTo(SendState.PENDING);
    }

    @Test
    void shouldCountASendWhenItIsRefusedWhileStopping() throws Exception {
        // Given a send that waits inside the client until the close
        CountDownLatch inside = new CountDownLatch(1);
        fixture.kafka.get(PLAIN).onSend(callback -> {
            inside.countDown();
            awaitQuietly(fixture.kafka.get(PLAIN).closed);
            throw new IllegalArgumentException("refused");
        });
        AcceptedSend send = fixture.send(PLAIN, "e");
        get(engine.accept(send));
        inside.await(20, TimeUnit.SECONDS);

        // When
        int left = engine.close(HALF_OF_IT_FOR_NOTHING);

        // Then
        assertThat(left).isOne();
        assertThat(fixture.store.find(send.requestId()).orElseThrow().state()).isEqualTo(SendState.PENDING);
    }

    @Test
    void shouldCountASendWhenItsResultCannotBeRecordedAnyMore() throws Exception {
        // Given
        get(engine.accept(fixture.send(PLAIN, "e")));
        Callback callback = fixture.nextSent(PLAIN);
        fixture.store.failWith(new StatusStoreException("disk full", null));
        callback.onCompletion(at(7), null);

        // When
        int left = engine.close(SHORT);

        // Then
        assertThat(left).isOne();
    }

    @Test
    void shouldRecordTheResultWhenItComesWhileClosing() throws Exception {
        // Given a result that Kafka's client hands out while it closes
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        get(engine.accept(send));
        Callback callback = fixture.nextSent(IDEMPOTENT);
        fixture.kafka.get(IDEMPOTENT).duringClose(() -> callback.onCompletion(at(7), null));
        fixture.store.hold();
        CompletableFuture<AcceptedSend> inTheQueue = engine.accept(fixture.send(PLAIN, "holds the writer"));
        fixture.store.awaitHeldCommit();
        CompletableFuture<Integer> closing = CompletableFuture.supplyAsync(() -> engine.close(HALF_OF_IT_FOR_NOTHING));
        fixture.kafka.get(IDEMPOTENT).closed.await(20, TimeUnit.SECONDS);

        // When
        fixture.store.letGo();

        // Then
        get(inTheQueue);
        assertThat(get(closing))
                .as("the one accepted last is left for the restart")
                .isOne();
        assertThat(fixture.store.find(send.requestId()).orElseThrow().offset()).isEqualTo(7);
    }

    @Test
    void shouldCloseInTimeAndTellTheWaitersWhenTheStoreHangs() throws Exception {
        // Given
        fixture.store.hold();
        CompletableFuture<AcceptedSend> waiting = engine.accept(fixture.send(PLAIN, "e"));
        fixture.store.awaitHeldCommit();
        long from = System.nanoTime();

        // When
        int left = engine.close(SHORT);

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(GENEROUS);
        assertThat(left).as("it may be in the store").isOne();
        assertThatThrownBy(() -> get(waiting))
                .cause()
                .isInstanceOfSatisfying(
                        StatusStoreException.class,
                        e -> assertThat(e.mayBeApplied()).isTrue());
    }

    @Test
    void shouldGiveEachProducerTheWholeTimeWhenClosed() {
        // When
        engine.close(SHORT);

        // Then
        assertThat(fixture.kafka.get(PLAIN).closeTimeouts).containsExactly(SHORT);
        assertThat(fixture.kafka.get(IDEMPOTENT).closeTimeouts).containsExactly(SHORT);
    }

    @Test
    void shouldStillCloseTheStoreWhenAProducersCloseFails() {
        // Given
        fixture.kafka.get(PLAIN).closeException = new InterruptException("interrupted");
        Thread.interrupted();

        // When
        engine.close(SHORT);

        // Then
        assertThat(fixture.store.isClosed()).isTrue();
    }

    @Test
    void shouldTellDirectCallersWhenTheirTurnNeverCame() throws Exception {
        // Given a lane whose head does not come out of the client
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch letGo = new CountDownLatch(1);
        fixture.kafka.get(PLAIN).onSend(callback -> {
            inside.countDown();
            awaitQuietly(letGo);
            callback.onCompletion(at(1), null);
        });
        CompletableFuture<SendOutcome> stuck = engine.send(fixture.send(PLAIN, "stuck"));
        CompletableFuture<SendOutcome> behind = engine.send(fixture.send(PLAIN, "behind"));
        inside.await(20, TimeUnit.SECONDS);

        // When
        engine.close(SHORT);

        // Then the one that has begun is not called unwritten
        assertThat(get(behind))
                .isInstanceOfSatisfying(
                        NotWritten.class, failed -> assertThat(failed.cause()).isInstanceOf(StoppingException.class));
        assertThat(stuck).isNotDone();
        letGo.countDown();
        assertThat(get(stuck)).isInstanceOf(SendOutcome.Acknowledged.class);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
