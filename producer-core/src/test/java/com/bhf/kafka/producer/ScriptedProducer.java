package com.bhf.kafka.producer;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A producer whose {@code send} does what the test says, for ends that no broker can be made to bring about. */
public final class ScriptedProducer extends MockProducer<byte[], byte[]> {
    public static final String TOPIC = "scripted";
    public static final int PARTITIONS = 3;
    private static final Node NODE = new Node(0, "scripted", 9092);

    /** What one call of {@code send} does on the calling thread. */
    public interface Send {
        void run(Callback callback);
    }

    public final CountDownLatch closed = new CountDownLatch(1);
    public final BlockingQueue<Callback> open = new LinkedBlockingQueue<>();
    /** What was handed over, in order. */
    public final BlockingQueue<ProducerRecord<byte[], byte[]>> sent = new LinkedBlockingQueue<>();

    public final BlockingQueue<Duration> closeTimeouts = new LinkedBlockingQueue<>();
    private volatile Runnable duringClose = () -> {};
    private volatile Send next = open::add;

    public ScriptedProducer() {
        super(cluster(), false, null, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Cluster cluster() {
        List<PartitionInfo> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(p -> new PartitionInfo(TOPIC, p, NODE, new Node[] {NODE}, new Node[] {NODE}))
                .toList();
        return new Cluster("scripted", List.of(NODE), partitions, Set.of(), Set.of());
    }

    public static ProducerRecord<byte[], byte[]> record() {
        return new ProducerRecord<>(TOPIC, new byte[] {1});
    }

    public static RecordMetadata at(long offset) {
        return new RecordMetadata(new TopicPartition(TOPIC, 1), offset, 0, 1_000, 0, 1);
    }

    /** Every send from now on does this; by default a send stays in {@link #open}. */
    public ScriptedProducer onSend(Send script) {
        next = script;
        return this;
    }

    /** Runs inside {@code close}, where Kafka's client ends what is open. */
    public void duringClose(Runnable script) {
        duringClose = script;
    }

    public static Send acknowledged() {
        return callback -> callback.onCompletion(at(7), null);
    }

    public static Send thrown(RuntimeException error) {
        return callback -> {
            throw error;
        };
    }

    public static Send calledBackInsideSend(Exception error) {
        return callback -> callback.onCompletion(at(-1), error);
    }

    public static Send calledBackByAnotherThread(Exception error) {
        return callback -> CompletableFuture.runAsync(() -> callback.onCompletion(at(-1), error))
                .join();
    }

    /** Holds no lock: a script may block, as the real {@code send} does. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized")
    public Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record, Callback callback) {
        sent.add(record);
        next.run(callback);
        return new CompletableFuture<>();
    }

    @Override
    public void close(Duration timeout) {
        closeTimeouts.add(timeout);
        duringClose.run();
        super.close(timeout);
        closed.countDown();
    }
}
