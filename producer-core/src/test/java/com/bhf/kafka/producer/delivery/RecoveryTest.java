package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.LossyKafka.Fate;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an earlier life of the process left open. */
@Tag("process")
@ExtendWith(RealBrokerExtension.class)
class RecoveryTest {
    private final RealBroker broker;
    private ReadBackFixture fixture;

    RecoveryTest(RealBroker broker) {
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

    /** A row of a process that has died since. */
    private static AcceptedSend acceptedEarlier(ReadBackFixture fixture, DeliveryMode mode, String topic, String key) {
        Instant then = Instant.now().minusSeconds(5).truncatedTo(ChronoUnit.MILLIS);
        AcceptedSend send = ReadBackFixture.send(mode, topic, key, then);
        assertThat(fixture.store.apply(List.of(SendFixtures.accept(send)))).containsExactly(ChangeResult.APPLIED);
        return send;
    }

    private AcceptedSend acceptedEarlier(DeliveryMode mode) {
        return acceptedEarlier(fixture, mode, fixture.topic, "k");
    }

    private void write(List<AcceptedSend> sends) {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            sends.forEach(send -> producer.send(send.toProducerRecord()));
        }
    }

    @Test
    void shouldFindTheRecordWhenItWasWritten() {
        // Given
        AcceptedSend send = acceptedEarlier(IDEMPOTENT);
        write(List.of(send));

        // When
        fixture.start();

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
        assertThat(fixture.kafka.get(IDEMPOTENT).sends()).isZero();
    }

    @Test
    void shouldSendOnceWhenAnIdempotentRecordIsAbsent() {
        // Given
        AcceptedSend send = acceptedEarlier(IDEMPOTENT);

        // When
        fixture.start();

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
        assertThat(fixture.kafka.get(IDEMPOTENT).sends()).isOne();
    }

    @Test
    void shouldNotSendWhenAPlainRecordIsAbsent() {
        // Given
        AcceptedSend send = acceptedEarlier(PLAIN);

        // When
        fixture.start();

        // Then
        fixture.assertNotWritten(send);
        assertThat(fixture.kafka.get(PLAIN).sends()).isZero();
    }

    /** To say NOT_WRITTEN would be a guess: the record may have been there until retention took it. */
    @Test
    void shouldNotClaimToKnowWhenTheTopicHasDroppedRecordsOfThatTime() throws Exception {
        // Given a send too old to be sent again, whose record was written and removed
        AcceptedSend send = acceptedEarlier(IDEMPOTENT);
        write(List.of(send));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            int partition = fixture.recordsOf(send).get(0).partition();
            RecordsToDelete all = RecordsToDelete.beforeOffset(1);
            admin.deleteRecords(Map.of(new TopicPartition(fixture.topic, partition), all))
                    .all()
                    .get();
        }

        // When
        fixture.start(Duration.ofSeconds(2), ReadBackFixture.SETTLE);

        // Then
        SendStatus status = fixture.awaitFinal(send);
        assertThat(status.state()).isEqualTo(SendState.ERROR);
        assertThat(status.outcome()).isEqualTo(LogOutcome.UNKNOWN);
        assertThat(fixture.kafka.get(IDEMPOTENT).sends()).isZero();
    }

    @Test
    void shouldResolveAnErrorThatWasNotFinal() {
        // Given
        AcceptedSend send = acceptedEarlier(PLAIN);
        write(List.of(send));
        fixture.store.apply(List.of(SendFixtures.unknown(send.requestId(), 0, "timeout")));

        // When
        fixture.start();

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
    }

    @Test
    void shouldFindThePlaceWhenItWasAcknowledgedWithoutOne() {
        // Given
        AcceptedSend send = acceptedEarlier(IDEMPOTENT);
        write(List.of(send));
        fixture.store.apply(List.of(new Transition(
                send.requestId(), 0, SendState.OK, LogOutcome.WRITTEN, false, null, null, null, null, 1, null)));

        // When
        fixture.start();

        // Then
        fixture.assertOneRecordAtItsPlace(send, 1);
    }

    @Test
    void shouldResolveAllWhenThereIsMoreThanOnePage() {
        // Given every other record is written
        List<String> topics =
                List.of(fixture.topic, ReadBackFixture.newTopic(broker, 1), ReadBackFixture.newTopic(broker, 3));
        List<AcceptedSend> sends = new ArrayList<>();
        for (int i = 0; i < 2_500; i++) {
            sends.add(acceptedEarlier(fixture, IDEMPOTENT, topics.get(i % 3), "key-" + i));
        }
        write(sends.stream().filter(send -> sends.indexOf(send) % 2 == 0).toList());

        // When
        fixture.start();

        // Then
        ReadBackFixture.until(() -> fixture.store.openRows() == 0);
        assertThat(sends)
                .allSatisfy(send -> assertThat(fixture.status(send).state()).isEqualTo(SendState.OK));
        List<String> ids = new ArrayList<>();
        topics.forEach(topic -> broker.readAll(topic)
                .forEach(record -> ids.add(
                        new String(record.headers().lastHeader("request-id").value(), StandardCharsets.UTF_8))));
        Set<String> distinct = new HashSet<>(ids);
        assertThat(ids).hasSize(2_500);
        assertThat(distinct).hasSize(2_500);
    }

    @Test
    void shouldReadAgainWhenTheStoreIsBrokenAndNotTouchSendsOfThisLife() throws Exception {
        // Given a send of this life, of which nothing is heard, is open when the rows are read at last
        AcceptedSend earlier = acceptedEarlier(IDEMPOTENT);
        fixture.store.breakTakeovers(1);
        fixture.start();
        fixture.kafka.get(IDEMPOTENT).next(Fate.SILENT);
        AcceptedSend mine = fixture.accept(IDEMPOTENT, "mine");

        // When
        fixture.assertOneRecordAtItsPlace(earlier, 1);

        // Then
        assertThat(fixture.store.brokenTakeoversLeft()).isZero();
        assertThat(fixture.status(mine).version()).isZero();
        assertThat(fixture.kafka.get(IDEMPOTENT).sent()).containsExactly(mine.requestId(), earlier.requestId());
    }

    @Test
    void shouldWaitWhenKafkaIsDownAtTheStart() {
        // Given
        try (RealBroker own = RealBroker.launch();
                ReadBackFixture down = new ReadBackFixture(own)) {
            AcceptedSend send = acceptedEarlier(down, IDEMPOTENT, down.topic, "k");
            own.stop();
            down.start();
            ReadBackFixture.until(() -> down.scans.get() >= 1);
            assertThat(down.store.history(send.requestId())).isEmpty();

            // When
            own.start();

            // Then
            down.assertOneRecordAtItsPlace(send, 1);
        }
    }
}
