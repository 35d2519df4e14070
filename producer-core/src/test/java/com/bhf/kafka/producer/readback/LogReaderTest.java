package com.bhf.kafka.producer.readback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.producer.ProducerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("process")
@ExtendWith(RealBrokerExtension.class)
class LogReaderTest {
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final Duration BOUND = Duration.ofSeconds(20);
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);

    private final RealBroker broker;
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger recordsRead = new AtomicInteger();

    LogReaderTest(RealBroker broker) {
        this.broker = broker;
    }

    @AfterEach
    void assertNoConsumerLeaks() {
        assertThat(closed).hasValue(opened.get());
    }

    private LogReader reader(RealBroker at, int maxPollRecords) {
        Map<String, Object> config =
                new HashMap<>(ProducerSettings.of(at.bootstrapServers()).consumerConfig());
        config.put("max.poll.records", maxPollRecords);
        return new LogReader(() -> consumer(config), Duration.ofSeconds(1));
    }

    private Consumer<byte[], byte[]> consumer(Map<String, Object> config) {
        opened.incrementAndGet();
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()) {
            @Override
            public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
                ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
                recordsRead.addAndGet(records.count());
                return records;
            }

            @Override
            public void close(CloseOptions options) {
                closed.incrementAndGet();
                super.close(options);
            }
        };
    }

    private String topic(int partitions, Map<String, String> config) {
        String name = "log-reader-" + TOPICS.incrementAndGet();
        broker.createTopic(name, partitions, config);
        return name;
    }

    private KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(more);
        config.put("bootstrap.servers", broker.bootstrapServers());
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private ProducerRecord<byte[], byte[]> record(String topic, int partition, String key, byte[] requestId) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, partition, now.toEpochMilli(), bytes(key), bytes("v"));
        if (requestId != null) {
            record.headers().add("request-id", requestId);
        }
        return record;
    }

    private ProducerRecord<byte[], byte[]> record(String topic, int partition, UUID id) {
        return record(topic, partition, "k", bytes(id.toString()));
    }

    private LogScan scan(String topic, UUID... ids) {
        LogScan scan = new LogScan(topic, now);
        for (UUID id : ids) {
            scan.want(id, bytes("k"));
        }
        return scan;
    }

    private LogScan read(LogScan scan) {
        reader(broker, 500).read(scan, BOUND);
        return scan;
    }

    @Test
    void shouldFindThePlacesWhenRecordsStandInSeveralPartitions() throws Exception {
        // Given
        String topic = topic(3, Map.of());
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        UUID missing = UUID.randomUUID();
        RecordMetadata firstAt;
        RecordMetadata secondAt;
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(record(topic, 2, UUID.randomUUID()));
            firstAt = producer.send(record(topic, 2, first)).get();
            secondAt = producer.send(record(topic, 0, second)).get();
        }

        // When
        LogScan scan = read(scan(topic, first, second, missing));

        // Then
        assertThat(scan.placeOf(first)).isEqualTo(new Place(2, firstAt.offset(), now));
        assertThat(scan.placeOf(second)).isEqualTo(new Place(0, secondAt.offset(), now));
        assertThat(scan.placeOf(missing)).isNull();
        assertThat(scan.mayBeCompactedAway(missing)).isFalse();
        assertThat(scan.isCut()).isFalse();
    }

    @Test
    void shouldIgnoreOlderRecordsAndForeignHeaders() throws Exception {
        // Given
        String topic = topic(1, Map.of());
        UUID old = UUID.randomUUID();
        UUID wanted = UUID.randomUUID();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            ProducerRecord<byte[], byte[]> early = new ProducerRecord<>(topic, 0, 1_000L, null, bytes("v"));
            early.headers().add("request-id", bytes(old.toString()));
            producer.send(early);
            producer.send(new ProducerRecord<>(topic, 0, 2_000L, null, bytes("v")));
            producer.send(record(topic, 0, "k", null));
            producer.send(record(topic, 0, "k", bytes("")));
            producer.send(record(topic, 0, "k", bytes("not-a-uuid-but-36-characters-long---")));
            producer.send(record(topic, 0, "k", bytes("7")));
            producer.send(record(topic, 0, wanted));
        }

        // When
        LogScan scan = read(scan(topic, old, wanted));

        // Then
        assertThat(scan.placeOf(old)).isNull();
        assertThat(scan.placeOf(wanted)).isEqualTo(new Place(0, 6, now));
    }

    @Test
    void shouldFindNothingWhenTheTopicIsEmpty() {
        // Given
        String topic = topic(2, Map.of());

        // When
        LogScan scan = read(scan(topic, UUID.randomUUID()));

        // Then
        assertThat(recordsRead).hasValue(0);
        assertThat(scan.isCut()).isFalse();
    }

    /** Kafka's client answers with no partitions at all, which must not pass for an empty topic. */
    @Test
    void shouldSayThatItIsUnknownWhenThereIsNoTopic() {
        // Given
        LogScan scan = scan("no-such-topic", UUID.randomUUID());

        // When, Then
        assertThatThrownBy(() -> read(scan)).isInstanceOf(UnknownTopicOrPartitionException.class);
    }

    @Test
    void shouldReadALongTopicInTimeStopEarlyAndGoOnWhereItStopped() throws Exception {
        // Given
        String topic = topic(2, Map.of());
        UUID early = UUID.randomUUID();
        UUID last = UUID.randomUUID();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("linger.ms", 5))) {
            producer.send(record(topic, 0, early));
            for (int i = 0; i < 49_998; i++) {
                producer.send(record(topic, i % 2, "k", bytes(new UUID(1, i).toString())));
            }
            producer.send(record(topic, 1, last));
        }

        // When all is read
        long from = System.nanoTime();
        LogScan whole = read(scan(topic, last, UUID.randomUUID()));
        Duration took = Duration.ofNanos(System.nanoTime() - from);
        System.out.println("read back 50000 records in " + took.toMillis() + " ms");

        // Then
        assertThat(whole.placeOf(last)).isNotNull();
        assertThat(recordsRead.getAndSet(0)).isEqualTo(50_000);
        assertThat(took).isLessThan(Duration.ofSeconds(10));

        // When the wanted one comes early
        read(scan(topic, early));

        // Then
        assertThat(recordsRead).hasValueLessThan(50_000);

        // When one read is too short
        LogScan inParts = scan(topic, last);
        int reads = 1;
        while (!readSome(inParts)) {
            reads++;
        }

        // Then
        System.out.println("the same in parts: " + reads + " reads");
        assertThat(reads).isGreaterThan(1);
        assertThat(inParts.placeOf(last)).isNotNull();
    }

    private boolean readSome(LogScan scan) {
        try {
            reader(broker, 1).read(scan, Duration.ofMillis(150));
            return true;
        } catch (TimeoutException unfinished) {
            return false;
        }
    }

    @Test
    void shouldComeToTheEndWhenATransactionMarkerStandsThere() {
        // Given
        String topic = topic(1, Map.of());
        UUID id = UUID.randomUUID();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of("transactional.id", topic))) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(record(topic, 0, id));
            producer.commitTransaction();
        }

        // When
        LogScan scan = read(scan(topic, id, UUID.randomUUID()));

        // Then
        assertThat(scan.placeOf(id)).isEqualTo(new Place(0, 0, now));
    }

    @Test
    void shouldSayThatItMayBeGoneWhenTheBeginningWasRemoved() throws Exception {
        // Given
        String topic = topic(1, Map.of());
        UUID removed = UUID.randomUUID();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            producer.send(record(topic, 0, removed)).get();
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(1)))
                    .all()
                    .get();
        }

        // When
        LogScan scan = read(scan(topic, removed));

        // Then
        assertThat(scan.placeOf(removed)).isNull();
        assertThat(scan.isCut()).isTrue();
    }

    @Test
    void shouldSayThatItMayBeGoneWhenALaterRecordHasItsKeyOnACompactedTopic() throws Exception {
        // Given a record that compaction has removed
        String topic =
                topic(1, Map.of("cleanup.policy", "compact", "segment.ms", "50", "min.cleanable.dirty.ratio", "0.001"));
        UUID removed = UUID.randomUUID();
        UUID neverWritten = UUID.randomUUID();
        UUID later = UUID.randomUUID();
        try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
            producer.send(record(topic, 0, removed)).get();
            producer.send(record(topic, 0, later)).get();
            long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
            while (broker.readAll(topic).stream().anyMatch(record -> record.offset() == 0)) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                // A segment is closed by what is appended after its time.
                ProducerRecord<byte[], byte[]> filler =
                        new ProducerRecord<>(topic, 0, null, bytes("filler"), bytes("v"));
                producer.send(filler).get();
            }
        }
        LogScan scan = new LogScan(topic, now);
        scan.want(removed, bytes("k"));
        scan.want(neverWritten, bytes("other-key"));
        scan.want(later, bytes("k"));

        // When
        read(scan);

        // Then
        assertThat(scan.placeOf(removed)).isNull();
        assertThat(scan.mayBeCompactedAway(removed)).isTrue();
        assertThat(scan.mayBeCompactedAway(neverWritten)).isFalse();
        assertThat(scan.placeOf(later)).isNotNull();
    }

    @Test
    void shouldGiveUpInTimeWhenTheBrokerDoesNotAnswer() {
        // Given
        try (RealBroker own = RealBroker.launch()) {
            own.createTopic("paused", 1);
            own.pause();
            long from = System.nanoTime();

            // When, Then
            assertThatThrownBy(() -> reader(own, 500).read(scan("paused", UUID.randomUUID()), Duration.ofSeconds(1)))
                    .isInstanceOf(TimeoutException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(Duration.ofSeconds(4));
            own.resume();
        }
    }
}
