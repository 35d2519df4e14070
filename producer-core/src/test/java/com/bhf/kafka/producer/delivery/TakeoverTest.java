package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.delivery.ReadBackFixture.until;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.producer.delivery.LossyKafka.Fate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two engines on one store. The first loses its way to the store, as a process does that hangs or is cut off. */
@Tag("process")
@ExtendWith(RealBrokerExtension.class)
class TakeoverTest {
    private final RealBroker broker;
    private CuttableStore way;
    private ReadBackFixture first;
    private ReadBackFixture second;

    TakeoverTest(RealBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void start() {
        String topic = ReadBackFixture.newTopic(broker, 2);
        TestStore shared = new TestStore();
        way = new CuttableStore(shared);
        first = new ReadBackFixture(broker, topic, shared, way).start();
        second = new ReadBackFixture(broker, topic, shared, shared).start();
    }

    @AfterEach
    void close() {
        way.mend();
        first.close();
        second.close();
    }

    @Test
    void shouldBringTheOthersSendsToTheirEndWhenItIsCutOff() throws Exception {
        // Given: one whose ack nobody recorded, one that never left the client, one that was not appended
        first.kafka.get(IDEMPOTENT).next(Fate.ACK_LOST_SILENTLY, Fate.SILENT, Fate.DROPPED);
        List<AcceptedSend> sends = new ArrayList<>();
        for (String key : List.of("a", "b", "c")) {
            sends.add(first.accept(IDEMPOTENT, key));
        }
        until(() -> first.kafka.get(IDEMPOTENT).sends() == 3);

        // When
        way.cut();

        // Then
        for (AcceptedSend send : sends) {
            assertThat(second.awaitFinal(send).state()).isEqualTo(SendState.OK);
            assertThat(second.recordsOf(send)).hasSize(1);
        }
        assertThat(second.kafka.get(IDEMPOTENT).sent())
                .containsExactlyInAnyOrder(
                        sends.get(1).requestId(), sends.get(2).requestId());
    }

    @Test
    void shouldSendNothingThatIsAnothersByNowWhenItComesBack() throws Exception {
        // Given a send that the first has decided to send again, after a pause of four seconds and more
        first.close();
        first = new ReadBackFixture(broker, first.topic, second.store, way)
                .start(ReadBackFixture.HOUR, ReadBackFixture.SETTLE, Duration.ofSeconds(40));
        first.kafka.get(IDEMPOTENT).next(Fate.DROPPED);
        AcceptedSend dropped = first.accept(IDEMPOTENT, "dropped");
        until(() -> first.scans.get() == 2);
        way.cut();
        second.awaitFinal(dropped);

        // When
        way.mend();

        // Then
        AcceptedSend next = acceptWhenBack();
        first.assertOneRecordAtItsPlace(next, 1);
        until(() -> first.engine.durableInFlight() == 0);
        assertThat(first.kafka.get(IDEMPOTENT).sent())
                .filteredOn(dropped.requestId()::equals)
                .hasSize(1);
        assertThat(first.recordsOf(dropped)).hasSize(1);
    }

    private AcceptedSend acceptWhenBack() throws Exception {
        AcceptedSend send = first.send(IDEMPOTENT, "next");
        until(() -> {
            try {
                first.engine.accept(send).get();
                return true;
            } catch (java.util.concurrent.ExecutionException notYet) {
                return false;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        return send;
    }

    @Test
    void shouldLeaveTheOthersSendsAloneWhileItHoldsItsLease() throws Exception {
        first.kafka.get(IDEMPOTENT).next(Fate.SILENT);
        AcceptedSend mine = first.accept(IDEMPOTENT, "mine");
        AcceptedSend other = second.accept(IDEMPOTENT, "other");
        second.assertOneRecordAtItsPlace(other, 1);

        long threeLeases =
                System.nanoTime() + ReadBackFixture.LEASE.multipliedBy(3).toNanos();
        until(() -> System.nanoTime() > threeLeases);

        assertThat(first.status(mine).version()).isZero();
    }

    @Test
    void shouldTakeOverAtOnceWhenTheOtherIsClosed() throws Exception {
        first.kafka.get(IDEMPOTENT).next(Fate.SILENT);
        AcceptedSend left = first.accept(IDEMPOTENT, "left");
        until(() -> first.kafka.get(IDEMPOTENT).sends() == 1);

        assertThat(first.engine.close(Duration.ofSeconds(1))).isOne();

        second.assertOneRecordAtItsPlace(left, 1);
    }
}
