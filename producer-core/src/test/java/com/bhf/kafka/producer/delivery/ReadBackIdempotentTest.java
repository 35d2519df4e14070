package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.producer.delivery.LossyKafka.Fate;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("process")
@ExtendWith(RealBrokerExtension.class)
class ReadBackIdempotentTest {
    private final RealBroker broker;
    private ReadBackFixture fixture;

    ReadBackIdempotentTest(RealBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void open() {
        fixture = new ReadBackFixture(broker);
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private LossyKafka kafka() {
        return fixture.kafka.get(IDEMPOTENT);
    }

    @Test
    void shouldFindTheRecordWhenItsAckIsLost() throws Exception {
        // Given
        fixture.start();
        kafka().next(Fate.ACK_LOST);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
        assertThat(kafka().sends()).isOne();
    }

    @Test
    void shouldSendAgainWhenTheRecordIsAbsent() throws Exception {
        // Given
        fixture.start();
        kafka().next(Fate.DROPPED);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        fixture.assertOneRecordAtItsPlace(send, 2);
        assertThat(fixture.scans).hasValueGreaterThanOrEqualTo(2);
    }

    @Test
    void shouldWriteOneRecordWhenSeveralAttemptsAreLost() throws Exception {
        // Given
        fixture.start();
        kafka().next(Fate.DROPPED, Fate.DROPPED, Fate.ACK_LOST);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then it was pending, with its error to see, until it was found
        fixture.assertOneRecordAtItsPlace(send, 3);
        List<Transition> history = fixture.store.history(send.requestId());
        assertThat(history.subList(0, history.size() - 1)).hasSize(3).allSatisfy(step -> {
            assertThat(step.state()).isEqualTo(SendState.PENDING);
            assertThat(step.isFinal()).isFalse();
            assertThat(step.error()).startsWith("TimeoutException");
        });
    }

    @Test
    void shouldNotSendAgainWhenKafkaRefused() throws Exception {
        // Given
        fixture.start();
        kafka().next(Fate.REJECTED);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        fixture.assertNotWritten(send);
        assertThat(kafka().sends()).isOne();
    }

    @Test
    void shouldGiveUpWhenTheSendIsTooOld() throws Exception {
        // Given each attempt is lost
        fixture.start(Duration.ofSeconds(1), ReadBackFixture.SETTLE);
        kafka().next(Fate.DROPPED, Fate.DROPPED, Fate.DROPPED, Fate.DROPPED, Fate.DROPPED, Fate.DROPPED);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        fixture.assertNotWritten(send);
        assertThat(kafka().sends()).isBetween(1, 5);
    }

    @Test
    void shouldWriteOneRecordWhenTheAppendIsLateButWithinTheSettleWait() throws Exception {
        // Given the record comes after the first scan, at the end of the wait
        fixture.beforeScan = () -> {
            if (fixture.scans.get() == 2) {
                kafka().appendLate();
            }
        };
        fixture.start();
        kafka().next(Fate.LATE);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
    }

    /** The reason for the settle wait, and the control of the test above: no wait, and a late append is a second one. */
    @Test
    void shouldWriteASecondRecordWhenTheAppendOutlastsTheSettleWait() throws Exception {
        // Given the record comes when both scans are over
        fixture.start(ReadBackFixture.HOUR, Duration.ofMillis(1));
        kafka().beforeSend(() -> kafka().appendLate());
        kafka().next(Fate.LATE);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        assertThat(fixture.awaitFinal(send).state()).isEqualTo(SendState.OK);
        assertThat(fixture.recordsOf(send)).hasSize(2);
    }

    @Test
    void shouldFindThePlaceWhenTheAckHasNoOffset() throws Exception {
        // Given
        fixture.start();
        kafka().next(Fate.PLACE_HIDDEN);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
        Transition first = fixture.store.history(send.requestId()).get(0);
        assertThat(first.state()).isEqualTo(SendState.OK);
        assertThat(first.isFinal()).isFalse();
    }

    @Test
    void shouldStayOkWhenTheAckHasNoOffsetAndTheRecordIsGone() throws Exception {
        // Given
        fixture.start();
        kafka().next(Fate.PLACE_GONE);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        SendStatus status = fixture.awaitFinal(send);
        assertThat(status.state()).isEqualTo(SendState.OK);
        assertThat(status.outcome()).isEqualTo(LogOutcome.WRITTEN);
        assertThat(status.offset()).isNull();
        assertThat(kafka().sends()).isOne();
    }

    /** Order per key: a send whose outcome is unknown does not hold up its successors; a re-send comes after them. */
    @Test
    void shouldLetALaterSendOvertakeWhenAnEarlierOneIsOfUnknownOutcome() throws Exception {
        // Given
        fixture.start();
        kafka().next(Fate.DROPPED);

        // When
        AcceptedSend first = fixture.accept(IDEMPOTENT, "k");
        AcceptedSend second = fixture.accept(IDEMPOTENT, "k");

        // Then
        fixture.assertOneRecordAtItsPlace(first, 2);
        fixture.assertOneRecordAtItsPlace(second, 1);
        assertThat(fixture.status(second).offset())
                .isLessThan(fixture.status(first).offset());
        assertThat(kafka().sent()).containsExactly(first.requestId(), second.requestId(), first.requestId());
    }

    @Test
    void shouldNotTakeADeletedTopicForAnEmptyOneUntilTheSendIsTooOld() throws Exception {
        // Given a topic that is gone when its send is looked up
        fixture.start(Duration.ofSeconds(3), ReadBackFixture.SETTLE);
        kafka().beforeSend(() -> delete(fixture.topic));
        kafka().next(Fate.DROPPED);

        // When
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");

        // Then
        SendStatus status = fixture.awaitFinal(send);
        assertThat(status.outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
        assertThat(status.completedAt()).isAfterOrEqualTo(send.acceptedAt().plusSeconds(3));
        assertThat(kafka().sends()).isOne();
    }

    private void delete(String topic) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.deleteTopics(List.of(topic)).all().get();
            ReadBackFixture.until(() -> !names(admin).contains(topic));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static java.util.Set<String> names(Admin admin) {
        try {
            return admin.listTopics().names().get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void shouldLeaveOpenSendsAsTheyAreWhenClosed() throws Exception {
        // Given a send that waits for its second scan
        fixture.start(ReadBackFixture.HOUR, Duration.ofMinutes(10));
        kafka().next(Fate.DROPPED);
        AcceptedSend send = fixture.accept(IDEMPOTENT, "k");
        fixture.await(send, status -> status.error() != null);
        ReadBackFixture.until(() -> fixture.scans.get() > 0);
        SendStatus before = fixture.status(send);
        long from = System.nanoTime();

        // When
        int left = fixture.engine.close(Duration.ofSeconds(2));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(5));
        assertThat(left).isOne();
        assertThat(fixture.status(send)).isEqualTo(before);
        assertThat(fixture.store.openRows()).isOne();
    }
}
