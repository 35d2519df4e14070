package com.bhf.kafka.producer.testing;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ReliableProducer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ReliableProducer} without a broker, for unit tests of code that embeds it: the test decides
 * when and how each send ends. Built on Kafka's {@link MockProducer}. Thread-safe.
 *
 * <pre>{@code
 * FakeKafka<String, String> kafka = new FakeKafka<>("orders", 3, new StringSerializer(), new StringSerializer());
 * ReliableProducer<String, String> producer = kafka.producer(DeliveryMode.IDEMPOTENT);
 * CompletableFuture<SendOutcome> outcome = producer.send(new ProducerRecord<>("orders", "k", "v"));
 * kafka.acknowledgeNext();
 * }</pre>
 */
public final class FakeKafka<K, V> {
    private static final Node NODE = new Node(0, "fake", 9092);

    private final Cluster cluster;
    private final Serializer<K> keySerializer;
    private final Serializer<V> valueSerializer;
    private final List<MockProducer<K, V>> producers = new ArrayList<>();
    private @Nullable RuntimeException thrownBySend;

    /** One topic with partitions 0 to {@code partitions - 1}. */
    public FakeKafka(String topic, int partitions, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        this.cluster = new Cluster(
                "fake",
                List.of(NODE),
                IntStream.range(0, partitions)
                        .mapToObj(p -> new PartitionInfo(topic, p, NODE, new Node[] {NODE}, new Node[] {NODE}))
                        .toList(),
                Set.of(),
                Set.of());
        this.keySerializer = keySerializer;
        this.valueSerializer = valueSerializer;
    }

    /** A producer on this fake; the caller closes it. */
    public ReliableProducer<K, V> producer(DeliveryMode mode) {
        return producer(ReliableProducer.builder(mode));
    }

    /** A producer on this fake with options of the caller's. */
    public ReliableProducer<K, V> producer(ReliableProducer.Builder options) {
        return options.open(this::newMock);
    }

    private synchronized MockProducer<K, V> newMock() {
        MockProducer<K, V> mock = new MockProducer<>(cluster, false, null, keySerializer, valueSerializer);
        mock.sendException = thrownBySend;
        producers.add(mock);
        return mock;
    }

    private synchronized MockProducer<K, V> newest() {
        return producers.get(producers.size() - 1);
    }

    /** Ends the oldest open send as acknowledged; false when none is open. */
    public boolean acknowledgeNext() {
        return newest().completeNext();
    }

    /** Ends the oldest open send with an error from the I/O thread; false when none is open. */
    public boolean failNext(RuntimeException error) {
        return newest().errorNext(error);
    }

    /** From now on {@code send} throws this on the calling thread, of replacements too; null lets it work again. */
    public synchronized void throwFromSend(@Nullable RuntimeException error) {
        thrownBySend = error;
        MockProducer<K, V> mock = newest();
        synchronized (mock) {
            mock.sendException = error;
        }
    }

    /** The records handed to the producer in use, in order. */
    public List<ProducerRecord<K, V>> sent() {
        return newest().history();
    }

    /** How many producers were made: one, and one more for each replacement. */
    public synchronized int producersMade() {
        return producers.size();
    }
}
