package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.ScriptedProducer.thrown;
import static com.bhf.kafka.producer.delivery.EngineFixture.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.ScriptedProducer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An accepted send to a topic that turns out not to exist: Kafka could not be asked when it was accepted. */
class UnknownTopicTest {
    private static final Duration SETTLE = UnknownTopics.BELIEVED_AFTER;

    private final EngineFixture fixture = new EngineFixture(10);
    private final ScriptedProducer kafka = fixture.kafka.get(IDEMPOTENT);

    @AfterEach
    void close() {
        fixture.close();
    }

    /** As Kafka's client says it: the wait for metadata was in vain, and why. */
    private static TimeoutException unknownTopic() {
        return new TimeoutException("not present in metadata", new UnknownTopicOrPartitionException("unknown"));
    }

    /** From now on each send fails so; blocks until one has. */
    private void failFromNowOn(TimeoutException error) throws InterruptedException {
        CountDownLatch tried = new CountDownLatch(1);
        ScriptedProducer.Send fails = thrown(error);
        kafka.onSend(callback -> {
            tried.countDown();
            fails.run(callback);
        });
        assertThat(tried.await(20, TimeUnit.SECONDS)).isTrue();
    }

    /** Blocks until the cluster has been asked again: what it said before is known by then. */
    private void awaitNextTry() throws InterruptedException {
        failFromNowOn(unknownTopic());
        failFromNowOn(unknownTopic());
    }

    private AcceptedSend accept(String eventId) throws Exception {
        return get(fixture.engine.accept(fixture.send(IDEMPOTENT, eventId)));
    }

    @Test
    void shouldEndAsNotWrittenWhenTheClusterSaysNothingElseForHalfAMinute() throws Exception {
        // Given
        kafka.onSend(thrown(unknownTopic()));
        AcceptedSend first = accept("first");
        AcceptedSend second = accept("second");
        awaitNextTry();
        fixture.clock.tick(SETTLE.minusSeconds(1));
        awaitNextTry();
        assertThat(fixture.statuses).isEmpty();

        // When
        fixture.clock.tick(Duration.ofSeconds(2));

        // Then
        for (AcceptedSend send : new AcceptedSend[] {first, second}) {
            SendStatus status = fixture.store.await(send.requestId(), SendStatus::isFinal);
            assertThat(status.state()).isEqualTo(SendState.ERROR);
            assertThat(status.outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
        }
    }

    @Test
    void shouldGoOnTryingWhenTheClusterSaysSomethingElseMeanwhile() throws Exception {
        // Given
        kafka.onSend(thrown(unknownTopic()));
        AcceptedSend send = accept("e");
        awaitNextTry();
        fixture.clock.tick(SETTLE.minusSeconds(1));
        failFromNowOn(new TimeoutException("no answer"));
        failFromNowOn(new TimeoutException("no answer"));
        fixture.clock.tick(Duration.ofSeconds(2));

        // When
        kafka.onSend(ScriptedProducer.acknowledged());

        // Then
        fixture.store.await(send.requestId(), SendStatus::isFinal);
        assertThat(fixture.store.find(send.requestId()).orElseThrow().state()).isEqualTo(SendState.OK);
    }

    @Test
    void shouldNotBelieveAnOpenEntrysTopicToBeGoneAtOnce() {
        Instant start = fixture.clock.instant();
        AcceptedSend send = fixture.send(IDEMPOTENT, "e");
        OpenEntry entry = new OpenEntry(
                new OwnedSend(send, SendFixtures.NOBODY, () -> {}, null), SendState.PENDING, 0, 1, false, start);

        assertThat(entry.withoutTopic(start, SETTLE)).isFalse();
        assertThat(entry.withoutTopic(start.plus(SETTLE), SETTLE)).isTrue();
        // A scan in between starts it anew, and is itself the first of two.
        assertThat(entry.absent(start.plus(SETTLE), Duration.ofSeconds(5))).isFalse();
        assertThat(entry.withoutTopic(start.plus(SETTLE), SETTLE)).isFalse();
    }
}
