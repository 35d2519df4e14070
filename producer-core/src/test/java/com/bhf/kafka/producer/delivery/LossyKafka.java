package com.bhf.kafka.producer.delivery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real producer whose next sends have the fates that the test gives them; then all go well. Thread-safe. */
final class LossyKafka {
    enum Fate {
        /** Appended and acknowledged. */
        DELIVERED,
        /** Appended; the client hears of a timeout. */
        ACK_LOST,
        /** Not appended; the client hears of a timeout. */
        DROPPED,
        /** Not appended; the client hears of a refusal. */
        REJECTED,
        /** The client hears of a timeout; appended by {@link #appendLate()}. */
        LATE,
        /** Appended; acknowledged as a duplicate without an offset. */
        PLACE_HIDDEN,
        /** Not appended, yet acknowledged without an offset: as if the topic had dropped the record since. */
        PLACE_GONE,
        /** Not appended; the client hears nothing. */
        SILENT,
        /** Appended; the client hears nothing. */
        ACK_LOST_SILENTLY
    }

    private final Queue<Fate> fates = new ConcurrentLinkedQueue<>();
    private final Queue<ProducerRecord<byte[], byte[]>> late = new ConcurrentLinkedQueue<>();
    private final List<UUID> sent = new ArrayList<>();
    private final AtomicInteger sends = new AtomicInteger();
    private final ExecutorService ioThread = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "lossy-io");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, Object> config;
    private volatile Producer<byte[], byte[]> real;
    private final AtomicBoolean handedOut = new AtomicBoolean();
    private volatile Runnable beforeSend = () -> {};

    LossyKafka(Map<String, Object> config) {
        this.config = config;
        this.real = open();
    }

    private Producer<byte[], byte[]> open() {
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void next(Fate... more) {
        fates.addAll(List.of(more));
    }

    /** Runs before each send, on its thread. */
    void beforeSend(Runnable action) {
        beforeSend = action;
    }

    int sends() {
        return sends.get();
    }

    /** The ids of the sends, in order. */
    List<UUID> sent() {
        synchronized (sent) {
            return List.copyOf(sent);
        }
    }

    /** Appends what was sent with the fate LATE, and waits for it. */
    void appendLate() {
        for (ProducerRecord<byte[], byte[]> record = late.poll(); record != null; record = late.poll()) {
            append(record);
        }
    }

    /** Called once for the first producer and once for each replacement. */
    @SuppressWarnings("unchecked")
    Producer<byte[], byte[]> producer() {
        Producer<byte[], byte[]> mine = handedOut.getAndSet(true) ? open() : real;
        real = mine;
        return (Producer<byte[], byte[]>) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Producer.class}, (proxy, method, args) -> {
                    if (method.getName().equals("send") && args.length == 2) {
                        return send(mine, (ProducerRecord<byte[], byte[]>) args[0], (Callback) args[1]);
                    }
                    try {
                        return method.invoke(mine, args);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Future<RecordMetadata> send(
            Producer<byte[], byte[]> mine, ProducerRecord<byte[], byte[]> record, Callback callback) {
        beforeSend.run();
        sends.incrementAndGet();
        synchronized (sent) {
            sent.add(UUID.fromString(
                    new String(record.headers().lastHeader("request-id").value(), StandardCharsets.UTF_8)));
        }
        Fate fate = fates.isEmpty() ? Fate.DELIVERED : fates.remove();
        if (fate == Fate.DELIVERED) {
            return mine.send(record, callback);
        }
        ioThread.execute(() -> meet(fate, record, callback));
        return new CompletableFuture<>();
    }

    private void meet(Fate fate, ProducerRecord<byte[], byte[]> record, Callback callback) {
        TopicPartition partition = new TopicPartition(record.topic(), 0);
        RecordMetadata nowhere = new RecordMetadata(partition, -1, -1, -1, -1, -1);
        switch (fate) {
            case ACK_LOST -> {
                append(record);
                callback.onCompletion(nowhere, new TimeoutException("ack lost"));
            }
            case DROPPED -> callback.onCompletion(nowhere, new TimeoutException("dropped"));
            case REJECTED -> callback.onCompletion(nowhere, new RecordTooLargeException("rejected"));
            case LATE -> {
                late.add(record);
                callback.onCompletion(nowhere, new TimeoutException("late"));
            }
            case PLACE_HIDDEN -> {
                append(record);
                callback.onCompletion(nowhere, null);
            }
            case PLACE_GONE -> callback.onCompletion(nowhere, null);
            case SILENT -> {}
            case ACK_LOST_SILENTLY -> append(record);
            case DELIVERED -> throw new IllegalArgumentException();
        }
    }

    private void append(ProducerRecord<byte[], byte[]> record) {
        try {
            real.send(record).get(20, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }
}
