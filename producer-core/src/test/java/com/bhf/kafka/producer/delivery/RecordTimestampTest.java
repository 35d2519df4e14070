package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.delivery.LossyKafka.Fate;
import com.bhf.kafka.producer.readback.LogReader;
import com.bhf.kafka.producer.readback.LogScan;
import com.bhf.kafka.producer.readback.Place;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records with a timestamp of the caller's own are looked for where they stand. */
@Tag("process")
@ExtendWith(RealBrokerExtension.class)
class RecordTimestampTest {
    private static final int HOUR_AHEAD = 50;
    private static final int A_MONTH_AGO = -30 * 24 * 60;

    private final RealBroker broker;
    private ReadBackFixture fixture;

    RecordTimestampTest(RealBroker broker) {
        this.broker = broker;
    }

    @BeforeEach
    void open() {
        // Otherwise the broker may retire the old records while the test runs.
        fixture = new ReadBackFixture(broker, ReadBackFixture.newTopic(broker, 2, Map.of("retention.ms", "-1")));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private AcceptedSend send(DeliveryMode mode, int minutes) {
        AcceptedSend send = fixture.send(mode, "k");
        return new AcceptedSend(
                send.requestId(),
                mode,
                send.eventId(),
                send.topic(),
                null,
                send.key(),
                send.value(),
                send.headers(),
                send.acceptedAt(),
                send.acceptedAt().plus(minutes, ChronoUnit.MINUTES));
    }

    /** A scan begins one record early: so that it must begin early enough, two more stand behind this one. */
    private void writeTwoBehind(AcceptedSend send) {
        int minutes =
                (int) Duration.between(send.acceptedAt(), send.timestamp()).toMinutes();
        write(send(send.mode(), minutes));
        write(send(send.mode(), minutes));
    }

    private void write(AcceptedSend send) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(send.toProducerRecord());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {A_MONTH_AGO, HOUR_AHEAD})
    void shouldFindTheRecordWhenItsAckIsLost(int minutes) throws Exception {
        // Given
        fixture.start();
        fixture.kafka.get(IDEMPOTENT).next(Fate.ACK_LOST);
        AcceptedSend send = send(IDEMPOTENT, minutes);
        fixture.beforeScan = () -> writeTwoBehind(send);

        // When
        fixture.engine.accept(send).join();

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
        assertThat(fixture.status(send).timestamp()).isEqualTo(send.timestamp());
        assertThat(fixture.kafka.get(IDEMPOTENT).sends()).isOne();
    }

    @Test
    void shouldKeepTheTimestampWhenItIsSentAgain() throws Exception {
        // Given
        fixture.start();
        fixture.kafka.get(IDEMPOTENT).next(Fate.DROPPED);
        AcceptedSend send = send(IDEMPOTENT, A_MONTH_AGO);

        // When
        fixture.engine.accept(send).join();

        // Then
        fixture.assertOneRecordAtItsPlace(send, 2);
        assertThat(fixture.status(send).timestamp()).isEqualTo(send.timestamp());
    }

    @Test
    void shouldFindTheRecordAndNotSendAgainWhenTheProcessDied() {
        // Given
        AcceptedSend idempotent = send(IDEMPOTENT, A_MONTH_AGO);
        AcceptedSend plain = send(PLAIN, A_MONTH_AGO);
        fixture.store.apply(List.of(SendFixtures.accept(idempotent), SendFixtures.accept(plain)));
        write(idempotent);
        write(plain);
        writeTwoBehind(plain);

        // When
        fixture.start();

        // Then
        fixture.assertOneRecordAtItsPlace(idempotent, 1);
        fixture.assertOneRecordAtItsPlace(plain, 1);
        assertThat(fixture.kafka.get(IDEMPOTENT).sends()).isZero();
    }

    /** The control of the tests above: a scan from the moment of acceptance begins behind the record. */
    @Test
    void shouldNotFindTheRecordWhenTheScanBeginsAtTheAcceptance() {
        // Given
        AcceptedSend send = send(IDEMPOTENT, A_MONTH_AGO);
        write(send);
        writeTwoBehind(send);

        // Then
        assertThat(placeFrom(send.acceptedAt(), send)).isNull();
        assertThat(placeFrom(send.earliestInLog(), send)).isNotNull();
    }

    private Place placeFrom(Instant from, AcceptedSend send) {
        LogScan scan = new LogScan(send.topic(), from);
        scan.want(send.requestId(), send.keyBytes());
        LogReader.of(ProducerSettings.of(broker.bootstrapServers())).read(scan, Duration.ofSeconds(30));
        return scan.placeOf(send.requestId());
    }
}
