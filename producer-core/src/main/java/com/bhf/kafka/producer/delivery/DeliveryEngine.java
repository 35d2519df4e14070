package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.readback.LogReader;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes sends, makes them durable, hands them to their producer and records what became of them.
 *
 * <p>Durable sends of one topic and mode are handed to Kafka's client in the order in which they were
 * accepted. Nothing here blocks the caller. The store, the producers and the engine are closed
 * together by {@link #close(Duration)}. Thread-safe.
 */
public final class DeliveryEngine implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryEngine.class);
    private static final int SEND_THREADS = 16;

    private final DeliverySettings settings;
    private final Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers;
    private final WatchedStore store;
    private final ScheduledExecutorService timer;
    private final GroupCommitWriter writer;
    private final StatusReader reader;
    private final SendLanes durableLanes;
    private final SendLanes directLanes;
    private final Admission direct;
    private final Deliveries deliveries;
    private final DurableIntake intake;
    /** No send is taken any more; those that were go on. */
    private volatile boolean refusing;

    /** Without read-back: a send of unknown outcome stays open. */
    DeliveryEngine(
            DeliverySettings settings,
            Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers,
            StatusStore store,
            DeliveryListener listener,
            Clock clock) {
        this(
                settings,
                RedeliverySettings.of(settings.deliveryTimeout(), Duration.ofSeconds(5)),
                producers,
                store,
                null,
                listener,
                clock);
    }

    /**
     * Starts the engine, and the recovery of what earlier lives and dead instances left open in the store. Blocks
     * for the store, to get its lease.
     *
     * @param producers one per mode that is to be served
     * @param reader finds out what became of sends of unknown outcome
     */
    public DeliveryEngine(
            DeliverySettings settings,
            RedeliverySettings redelivery,
            Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers,
            StatusStore store,
            @Nullable LogReader reader,
            DeliveryListener listener,
            Clock clock) {
        this.settings = settings;
        this.producers = Map.copyOf(producers);
        this.store = new WatchedStore(store);
        this.timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "delivery-timer");
            thread.setDaemon(true);
            return thread;
        });
        // Each open send has at most one change in the queue, so within admission it is never full.
        this.writer = new GroupCommitWriter(this.store, settings.maxInFlight(), settings.maxCommit());
        this.reader = new StatusReader(store, settings.maxInFlight());
        this.durableLanes = new SendLanes("send-durable", SEND_THREADS, timer);
        this.directLanes = new SendLanes("send-direct", SEND_THREADS, timer);
        this.direct = new Admission(settings.maxInFlight());
        this.deliveries = new Deliveries(
                settings, redelivery, this.producers, this.store, writer, durableLanes, timer, reader, listener, clock);
        this.intake = new DurableIntake(
                settings, this.producers.keySet(), this.store, writer, this.reader, deliveries, timer);
        deliveries.start();
    }

    /**
     * An engine of both modes with all defaults, for a service that embeds it: it makes its producers itself, and
     * re-sends for an hour. Blocks for the store, not for a broker.
     *
     * @throws InvalidSettingException when Kafka refuses a setting
     * @throws KafkaException when a producer cannot be made
     */
    public static DeliveryEngine open(ProducerSettings settings, StatusStore store) {
        Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers = new EnumMap<>(DeliveryMode.class);
        for (DeliveryMode mode : DeliveryMode.values()) {
            producers.put(
                    mode, ReliableProducer.open(settings, mode, new ByteArraySerializer(), new ByteArraySerializer()));
        }
        return new DeliveryEngine(
                DeliverySettings.of(10_000, settings.deliveryTimeout(), settings.maxBlock()),
                RedeliverySettings.of(Duration.ofHours(1), Duration.ofSeconds(5)),
                producers,
                store,
                LogReader.of(settings),
                DeliveryListener.NO_OP,
                Clock.systemUTC());
    }

    /**
     * Makes a send durable; from then on it is brought to a status without the caller.
     *
     * @return completes when the send is durable, on the writer's thread; fails with {@link
     *     OverloadedException}, {@link StoppingException} or {@link StatusStoreException}, all
     *     retriable, and then nothing is sent, unless the last one says that it {@link
     *     StatusStoreException#mayBeApplied() may be applied}: then the send is made durable and delivered once the
     *     store answers, or lost with this process; with {@link IllegalArgumentException} when the mode is not served
     */
    public CompletableFuture<AcceptedSend> accept(AcceptedSend send) {
        return intake.accept(send, null, true, null).thenApply(fresh -> {
            if (!fresh) {
                throw DurableIntake.idTaken(send);
            }
            return send;
        });
    }

    /**
     * Like {@link #accept(AcceptedSend)}, once per key: when the key is taken, nothing is sent.
     *
     * @return {@link KeyedResult.Fresh} when the send is durable; fails like {@link #accept(AcceptedSend)}, or with
     *     {@link KeyReleasedException}
     */
    public CompletableFuture<KeyedResult> accept(AcceptedSend send, IdempotencyKey key) {
        return intake.accept(send, key, true, null)
                .thenCompose(fresh -> fresh
                        ? CompletableFuture.completedFuture(new KeyedResult.Fresh(SendStatus.accepted(send), null))
                        : reader.find(send.topic(), key));
    }

    /**
     * Sends once per key, for a caller that waits. The send is durable before it is sent, so that a repetition after
     * a crash is recognised. What Kafka's client does not take within {@code max.block.ms} ends as not written, and
     * frees the key. When the outcome is unknown the send goes on like an accepted one.
     *
     * @return {@link KeyedResult.Fresh} with the first status that is known: final, or still open; completes within
     *     {@code max.block.ms * 2 + delivery.timeout.ms} and the time of two commits, on a thread of the engine
     *     that must not be blocked; fails like {@link #accept(AcceptedSend, IdempotencyKey)}
     */
    public CompletableFuture<KeyedResult> send(AcceptedSend send, IdempotencyKey key) {
        Waiter waiter = new Waiter();
        return intake.accept(send, key, false, waiter)
                .thenCompose(fresh -> fresh ? waiter.answer() : reader.find(send.topic(), key));
    }

    /**
     * Makes the sends of a batch durable, all of them in one commit. Those of one topic and mode reach Kafka's client in
     * their order. Of those without a free place in flight, the last ones are refused.
     */
    public void accept(List<BatchSend> batch, BatchListener listener) {
        intake.accept(batch, listener);
    }

    /**
     * Sends without a row: the caller waits for the outcome and is all that knows of it.
     *
     * @return completes on Kafka's I/O thread or a thread of the engine, within {@code max.block.ms * 2 +
     *     delivery.timeout.ms}; fails with {@link OverloadedException} or {@link StoppingException}
     */
    public CompletableFuture<SendOutcome> send(AcceptedSend send) {
        ReliableProducer<byte[], byte[]> producer;
        Runnable leave;
        try {
            producer = producer(send);
            if (refusing) {
                throw new StoppingException();
            }
            leave = direct.enter();
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        CompletableFuture<SendOutcome> result = new CompletableFuture<>();
        CompletableFuture<SendOutcome> answer = result.whenComplete((outcome, error) -> leave.run());
        directLanes.submit(Lane.waitedFor(send), new DirectSend(send, producer, settings.maxBlock(), result));
        return answer;
    }

    /**
     * Sends a batch without rows, like {@link #send(AcceptedSend)}. Those of one topic and mode reach Kafka's client in
     * their order, and no other send without a row comes between them. Of those without a free place in flight, the last
     * ones are refused.
     */
    public void send(List<AcceptedSend> batch, BatchListener listener) {
        List<Runnable> places = refusing ? List.of() : direct.enter(batch.size());
        Map<Lane, DirectBatch> lanes = new LinkedHashMap<>();
        for (int i = 0; i < batch.size(); i++) {
            int index = i;
            if (index >= places.size()) {
                listener.refused(index, refusing ? new StoppingException() : direct.full());
                continue;
            }
            AcceptedSend send = batch.get(index);
            Runnable leave = places.get(index);
            lanes.computeIfAbsent(Lane.waitedFor(send), lane -> new DirectBatch(producer(send), settings.maxBlock()))
                    .add(send, outcome -> {
                        leave.run();
                        listener.ended(index, outcome);
                    });
        }
        lanes.forEach(directLanes::submit);
    }

    private ReliableProducer<byte[], byte[]> producer(AcceptedSend send) {
        ReliableProducer<byte[], byte[]> producer = producers.get(send.mode());
        if (producer == null) {
            throw new IllegalArgumentException("No producer for mode " + send.mode());
        }
        return producer;
    }

    /** Durable sends whose result is not recorded yet. */
    public int durableInFlight() {
        return intake.inFlight();
    }

    /** Sends without a row whose caller still waits. */
    public int directInFlight() {
        return direct.taken();
    }

    /**
     * Why the store cannot be written now, by what became of the engine's own last writes; empty when it can. A
     * failed write counts for 5 s at least, one that has not ended after 2 s counts as failed. Does not block.
     */
    public Optional<String> storeProblem() {
        return store.problem();
    }

    /**
     * Takes no more sends. Gives the accepted ones half the timeout to reach Kafka's client, and that one
     * the timeout to end what it has; then closes writer and store. A durable send without a result by
     * then stays in the store as it is. Blocks for two and a half times the timeout at most, and no
     * longer than a moment when Kafka and the store answer.
     *
     * @return how many durable sends were left without a result
     */
    public int close(Duration timeout) {
        refusing = true;
        intake.refuse();
        deliveries.stopReadBack(timeout);
        handOver(timeout.dividedBy(2));
        intake.stop();
        deliveries.stop();
        durableLanes.finish(Duration.ZERO);
        closeProducers(timeout);
        // The producers are closed: what still waits for its turn fails at once.
        long until = System.nanoTime() + timeout.toNanos();
        directLanes.finish(timeout);
        writer.close(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        reader.close();
        deliveries.lease().close();
        timer.shutdownNow();
        int left = intake.inFlight();
        LOG.info("event=engine-closed left-open={}", left);
        store.close();
        return left;
    }

    /** Lets what was accepted reach Kafka's client, which then sees it to its end in its own close. */
    private void handOver(Duration bound) {
        long until = System.nanoTime() + bound.toNanos();
        try {
            intake.awaitCommitted(bound);
            durableLanes.awaitEmpty(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Side by side: one that waits for its broker must not use up the time of the other. */
    private void closeProducers(Duration timeout) {
        CompletableFuture<?>[] closing = producers.values().stream()
                .map(producer -> CompletableFuture.runAsync(
                        () -> producer.close(timeout), task -> new Thread(task, "producer-closer").start()))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(closing).join();
    }

    /** {@link #close(Duration)} with 10 seconds. */
    @Override
    public void close() {
        close(Duration.ofSeconds(10));
    }
}
