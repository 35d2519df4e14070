package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static com.bhf.kafka.producer.ScriptedProducer.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ScriptedProducer;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import com.bhf.kafka.producer.SendOutcome.Unknown;
import com.bhf.kafka.producer.delivery.KeyedResult.Earlier;
import com.bhf.kafka.producer.delivery.KeyedResult.Fresh;
import com.bhf.kafka.producer.delivery.KeyedResult.Mismatch;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sends that are handed over together. */
class BatchTest {
    private static final int PLACES = 500;

    private EngineFixture fixture = new EngineFixture(PLACES);

    @AfterEach
    void close() {
        fixture.close();
    }

    /** What was said of each send; fails when one is spoken of twice. */
    private static final class Results implements BatchListener {
        private final Map<Integer, Object> byIndex = new ConcurrentHashMap<>();
        private final CountDownLatch missing;

        Results(int expected) {
            missing = new CountDownLatch(expected);
        }

        private void put(int index, Object result) {
            assertThat(byIndex.putIfAbsent(index, result)).isNull();
            missing.countDown();
        }

        @Override
        public void ended(int index, SendOutcome outcome) {
            put(index, outcome);
        }

        @Override
        public void accepted(int index, KeyedResult result) {
            put(index, result);
        }

        @Override
        public void refused(int index, Throwable reason) {
            put(index, reason);
        }

        Map<Integer, Object> await() throws InterruptedException {
            assertThat(missing.await(20, TimeUnit.SECONDS))
                    .as("still missing: %s", missing.getCount())
                    .isTrue();
            return byIndex;
        }
    }

    private List<AcceptedSend> sends(DeliveryMode mode, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> fixture.send(mode, "e" + i))
                .toList();
    }

    private static List<BatchSend> accepts(List<AcceptedSend> sends) {
        return sends.stream().map(send -> new BatchSend(send, null, false)).toList();
    }

    @Test
    void shouldCommitOnceWhenABatchIsLargerThanOtherCommits() throws Exception {
        // Given the fixture's commits take 16 changes
        Results results = new Results(PLACES);

        // When
        fixture.engine.accept(accepts(sends(IDEMPOTENT, PLACES)), results);

        // Then
        assertThat(results.await().values()).hasOnlyElementsOfType(Fresh.class);
        assertThat(fixture.store.commits().get(0)).hasSize(PLACES);
        for (int i = 0; i < PLACES; i++) {
            fixture.nextSent(IDEMPOTENT).onCompletion(at(i), null);
        }
        for (int i = 0; i < PLACES; i++) {
            fixture.nextStatus();
        }
        assertThat(fixture.engine.durableInFlight()).isZero();
    }

    @Test
    void shouldHandOverInOrderWhenABatchIsSent() throws Exception {
        // Given
        Results results = new Results(100);

        // When
        fixture.engine.send(sends(PLAIN, 100), results);

        // Then
        for (int i = 0; i < 100; i++) {
            fixture.nextSent(PLAIN).onCompletion(at(i), null);
        }
        results.await();
        assertThat(fixture.kafka.get(PLAIN).sent)
                .extracting(record -> new String(record.value(), UTF_8))
                .containsExactlyElementsOf(
                        IntStream.range(0, 100).mapToObj(i -> "e" + i).toList());
        assertThat(results.byIndex).containsEntry(42, new Acknowledged(ScriptedProducer.TOPIC, 1, 42, 1_000));
        assertThat(fixture.engine.directInFlight()).isZero();
    }

    @Test
    void shouldRefuseTheLastOnesWhenThereIsNoRoomForAll() throws Exception {
        // Given
        fixture.close();
        fixture = new EngineFixture(3);
        Results sent = new Results(5);
        Results accepted = new Results(5);

        // When
        fixture.engine.send(sends(PLAIN, 5), sent);
        fixture.engine.accept(accepts(sends(IDEMPOTENT, 5)), accepted);

        // Then
        for (int i = 0; i < 3; i++) {
            fixture.nextSent(PLAIN).onCompletion(at(i), null);
            fixture.nextSent(IDEMPOTENT).onCompletion(at(i), null);
        }
        for (Map<Integer, Object> results : List.of(sent.await(), accepted.await())) {
            assertThat(results.get(2)).isInstanceOfAny(Acknowledged.class, Fresh.class);
            assertThat(results.get(3)).isInstanceOf(OverloadedException.class);
            assertThat(results.get(4)).isInstanceOf(OverloadedException.class);
        }
    }

    @Test
    void shouldSayThatNothingWasSentWhenTheStoreFails() throws Exception {
        // Given
        fixture.store.failWith(new StatusStoreException("broken", null));
        Results results = new Results(3);

        // When
        fixture.engine.accept(accepts(sends(IDEMPOTENT, 3)), results);

        // Then
        assertThat(results.await().values())
                .allSatisfy(error -> assertThat(error)
                        .extracting(e -> e instanceof RuntimeException r && r.getCause() != null ? r.getCause() : e)
                        .isInstanceOf(StatusStoreException.class));
        assertThat(fixture.engine.durableInFlight()).isZero();
        assertThat(fixture.kafka.get(IDEMPOTENT).open).isEmpty();
    }

    @Test
    void shouldKnowTheFirstWhenAKeyIsTwiceInABatch() throws Exception {
        // Given
        List<AcceptedSend> sends = sends(IDEMPOTENT, 3);
        Results results = new Results(3);

        // When
        fixture.engine.accept(
                List.of(
                        new BatchSend(sends.get(0), new IdempotencyKey("key", "same"), false),
                        new BatchSend(sends.get(1), new IdempotencyKey("key", "same"), true),
                        new BatchSend(sends.get(2), new IdempotencyKey("key", "other"), false)),
                results);

        // Then
        Map<Integer, Object> all = results.await();
        assertThat(all.get(0)).isInstanceOf(Fresh.class);
        assertThat(all.get(1))
                .isInstanceOfSatisfying(
                        Earlier.class,
                        earlier -> assertThat(earlier.status().requestId())
                                .isEqualTo(sends.get(0).requestId()));
        assertThat(all.get(2)).isInstanceOf(Mismatch.class);
    }

    @Test
    void shouldTellTheFirstStatusWhenAKeyedSendIsWaitedFor() throws Exception {
        // Given
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        Results results = new Results(1);

        // When
        fixture.engine.accept(List.of(new BatchSend(send, new IdempotencyKey("key", "print"), true)), results);
        fixture.nextSent(IDEMPOTENT).onCompletion(at(7), null);

        // Then
        assertThat(results.await().get(0))
                .isInstanceOfSatisfying(
                        Fresh.class,
                        fresh -> assertThat(fresh.status().offset()).isEqualTo(7));
    }

    @Test
    void shouldNotTryTheRestWhenTheTurnOfABatchTookTooLong() throws Exception {
        // Given a client that blocks for longer than the patience of 50 ms
        fixture.close();
        fixture = new EngineFixture(10, Duration.ofMillis(50), null);
        CountDownLatch never = new CountDownLatch(1);
        fixture.kafka.get(PLAIN).onSend(callback -> {
            try {
                never.await(200, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            callback.onCompletion(at(1), null);
        });
        Results results = new Results(3);

        // When
        fixture.engine.send(sends(PLAIN, 3), results);

        // Then
        assertThat(results.await().get(0)).isInstanceOf(Acknowledged.class);
        assertThat(results.await().get(1)).isInstanceOf(NotWritten.class);
        assertThat(results.await().get(2)).isInstanceOf(NotWritten.class);
    }

    @Test
    void shouldSpeakOfEachWhenTheClientThrowsAnError() throws Exception {
        // Given
        fixture.kafka.get(PLAIN).onSend(callback -> {
            throw new NoClassDefFoundError("planted");
        });
        Results results = new Results(3);

        // When
        fixture.engine.send(sends(PLAIN, 3), results);

        // Then the first may have been taken, the others were not tried
        assertThat(results.await().get(0)).isInstanceOf(Unknown.class);
        assertThat(results.await().get(1)).isInstanceOf(NotWritten.class);
        assertThat(results.await().get(2)).isInstanceOf(NotWritten.class);
        assertThat(fixture.engine.directInFlight()).isZero();
    }

    @Test
    void shouldRefuseAllWhenTheEngineStops() throws Exception {
        // Given
        fixture.engine.close(Duration.ofMillis(200));
        Results sent = new Results(2);
        Results accepted = new Results(2);

        // When
        fixture.engine.send(sends(PLAIN, 2), sent);
        fixture.engine.accept(accepts(sends(PLAIN, 2)), accepted);

        // Then
        assertThat(sent.await().values()).hasOnlyElementsOfType(StoppingException.class);
        assertThat(accepted.await().values())
                .hasOnlyElementsOfTypes(StoppingException.class, StatusStoreException.class);
    }
}
