package com.bhf.kafka.producer.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.readback.LogReader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** An engine with read-back on a real broker, with lossy producers and a store that outlives it. */
final class ReadBackFixture implements AutoCloseable {
    static final Duration SETTLE = Duration.ofMillis(300);
    static final Duration LEASE = Duration.ofSeconds(2);
    static final Duration HOUR = Duration.ofHours(1);
    private static final AtomicInteger TOPICS = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final TestStore store;
    private final StatusStore wayToStore;
    final Map<DeliveryMode, LossyKafka> kafka = new EnumMap<>(DeliveryMode.class);
    final RealBroker broker;
    final String topic;
    final AtomicInteger scans = new AtomicInteger();
    Runnable beforeScan = () -> {};
    DeliveryEngine engine;

    ReadBackFixture(RealBroker broker) {
        this(broker, newTopic(broker, 2));
    }

    ReadBackFixture(RealBroker broker, String topic) {
        this(broker, topic, new TestStore());
    }

    private ReadBackFixture(RealBroker broker, String topic, TestStore store) {
        this(broker, topic, store, store);
    }

    /** An instance on a store that it may share. */
    ReadBackFixture(RealBroker broker, String topic, TestStore store, StatusStore wayToStore) {
        this.broker = broker;
        this.topic = topic;
        this.store = store;
        this.wayToStore = wayToStore;
    }

    static String newTopic(RealBroker broker, int partitions) {
        return newTopic(broker, partitions, Map.of());
    }

    static String newTopic(RealBroker broker, int partitions, Map<String, String> config) {
        String name = "read-back-" + TOPICS.incrementAndGet();
        broker.createTopic(name, partitions, config);
        return name;
    }

    ReadBackFixture start() {
        return start(HOUR, SETTLE);
    }

    /** Starts a new life of the process, on the rows that the store holds. */
    ReadBackFixture start(Duration maxAge, Duration settle) {
        return start(maxAge, settle, Duration.ofMillis(100));
    }

    /** @param backoff the longest pause before a re-send; the first is a tenth to a fifth of it */
    ReadBackFixture start(Duration maxAge, Duration settle, Duration backoff) {
        ProducerSettings settings = ProducerSettings.fromEnvironment(Map.of(
                "KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers(),
                "KAFKA_MAX_BLOCK_MS", "2000",
                "KAFKA_DELIVERY_TIMEOUT_MS", "10000"));
        Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers = new EnumMap<>(DeliveryMode.class);
        for (DeliveryMode mode : DeliveryMode.values()) {
            LossyKafka lossy = new LossyKafka(settings.configFor(mode));
            kafka.put(mode, lossy);
            producers.put(mode, ReliableProducer.builder(mode).open(lossy::producer));
        }
        Map<String, Object> consumerConfig = settings.consumerConfig();
        LogReader reader = new LogReader(
                () -> {
                    scans.incrementAndGet();
                    beforeScan.run();
                    return new KafkaConsumer<>(
                            consumerConfig, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                },
                Duration.ofMinutes(1));
        RedeliverySettings redelivery =
                new RedeliverySettings(maxAge, settle, Duration.ofSeconds(2), backoff.dividedBy(5), backoff, LEASE);
        DeliverySettings delivery = DeliverySettings.of(10_000, Duration.ofSeconds(10), Duration.ofSeconds(2));
        engine = new DeliveryEngine(
                delivery, redelivery, producers, wayToStore, reader, DeliveryListener.NO_OP, Clock.systemUTC());
        return this;
    }

    AcceptedSend accept(DeliveryMode mode, String key) throws Exception {
        AcceptedSend send = send(mode, key);
        engine.accept(send).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        return send;
    }

    AcceptedSend send(DeliveryMode mode, String key) {
        return send(mode, topic, key, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }

    static AcceptedSend send(DeliveryMode mode, String topic, String key, Instant acceptedAt) {
        UUID id = new RequestIds(Clock.fixed(acceptedAt, java.time.ZoneOffset.UTC)).next();
        return new AcceptedSend(
                id,
                mode,
                key,
                topic,
                null,
                key,
                key.getBytes(StandardCharsets.UTF_8),
                List.of(new SendHeader("request-id", id.toString())),
                acceptedAt);
    }

    SendStatus awaitFinal(AcceptedSend send) {
        return await(send, SendStatus::isFinal);
    }

    SendStatus await(AcceptedSend send, Predicate<SendStatus> wanted) {
        until(() -> wanted.test(status(send)));
        return status(send);
    }

    SendStatus status(AcceptedSend send) {
        return store.find(send.requestId()).orElseThrow();
    }

    static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("not so within " + PATIENCE).isLessThan(deadline);
            java.util.concurrent.locks.LockSupport.parkNanos(2_000_000);
        }
    }

    List<ConsumerRecord<byte[], byte[]>> recordsOf(AcceptedSend send) {
        byte[] id = send.requestId().toString().getBytes(StandardCharsets.UTF_8);
        return broker.readAll(send.topic()).stream()
                .filter(record -> java.util.Arrays.equals(
                        id, record.headers().lastHeader("request-id").value()))
                .toList();
    }

    /** The row is final, OK, and names the place of the one record there is. */
    void assertOneRecordAtItsPlace(AcceptedSend send, int attempts) {
        SendStatus status = awaitFinal(send);
        List<ConsumerRecord<byte[], byte[]>> records = recordsOf(send);
        assertThat(records).hasSize(1);
        ConsumerRecord<byte[], byte[]> record = records.get(0);
        assertThat(status.state()).isEqualTo(SendState.OK);
        assertThat(status.outcome()).isEqualTo(LogOutcome.WRITTEN);
        assertThat(status.partition()).isEqualTo(record.partition());
        assertThat(status.offset()).isEqualTo(record.offset());
        assertThat(status.timestamp()).isEqualTo(Instant.ofEpochMilli(record.timestamp()));
        assertThat(status.error()).isNull();
        assertThat(status.attempts()).isEqualTo(attempts);
    }

    void assertNotWritten(AcceptedSend send) {
        SendStatus status = awaitFinal(send);
        assertThat(status.state()).isEqualTo(SendState.ERROR);
        assertThat(status.outcome()).isEqualTo(LogOutcome.NOT_WRITTEN);
        assertThat(status.error()).isNotNull();
        assertThat(recordsOf(send)).isEmpty();
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close(Duration.ofSeconds(2));
        }
    }
}
