package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.producer.delivery.LossyKafka.Fate;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("process")
@ExtendWith(RealBrokerExtension.class)
class ReadBackPlainTest {
    private final RealBroker broker;
    private ReadBackFixture fixture;

    ReadBackPlainTest(RealBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void open() {
        fixture = new ReadBackFixture(broker).start();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private void assertFirstUnknown(AcceptedSend send) {
        Transition first = fixture.store.history(send.requestId()).get(0);
        assertThat(first.state()).isEqualTo(SendState.ERROR);
        assertThat(first.outcome()).isEqualTo(LogOutcome.UNKNOWN);
        assertThat(first.isFinal()).isFalse();
    }

    @Test
    void shouldTurnTheErrorIntoOkWhenOnlyTheAckWasLost() throws Exception {
        // Given
        fixture.kafka.get(PLAIN).next(Fate.ACK_LOST);

        // When
        AcceptedSend send = fixture.accept(PLAIN, "k");

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
        assertFirstUnknown(send);
    }

    @Test
    void shouldNeverSendAgainWhenTheRecordIsAbsent() throws Exception {
        // Given
        fixture.kafka.get(PLAIN).next(Fate.DROPPED);

        // When
        AcceptedSend send = fixture.accept(PLAIN, "k");

        // Then
        fixture.assertNotWritten(send);
        assertFirstUnknown(send);
        assertThat(fixture.kafka.get(PLAIN).sends()).isOne();
    }

    @Test
    void shouldShowWhyAndStayOpenWhenTheTopicMayNotBeRead() throws Exception {
        // Given
        fixture.beforeScan = () -> {
            throw new TopicAuthorizationException("not for you");
        };
        fixture.kafka.get(PLAIN).next(Fate.ACK_LOST);

        // When
        AcceptedSend send = fixture.accept(PLAIN, "k");

        // Then
        SendStatus status = fixture.await(send, row -> row.version() == 2);
        assertThat(status.error()).contains("cannot be read back", "not for you");
        assertThat(status.outcome()).isEqualTo(LogOutcome.UNKNOWN);
        assertThat(status.isFinal()).isFalse();

        // And it is looked for on, without a word more, until it may be read
        int scans = fixture.scans.get();
        ReadBackFixture.until(() -> fixture.scans.get() > scans + 1);
        assertThat(fixture.status(send).version()).isEqualTo(2);
        fixture.beforeScan = () -> {};
        fixture.assertOneRecordAtItsPlace(send, 1);
    }
}
