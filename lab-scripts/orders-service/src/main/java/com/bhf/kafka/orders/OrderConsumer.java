package com.bhf.kafka.orders;

import com.bhf.kafka.producer.ProducerSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads orders and retries, one thread for all partitions of this instance. Nothing is committed before it is done.
 *
 * <p>A loop of its own around {@code KafkaConsumer}, not micronaut-kafka's {@code @KafkaListener}: offsets are
 * committed out of order with a note of what is done, together with what is forwarded, and poll must return when the
 * next retry is due. A listener that is called per batch has no place for that.
 */
final class OrderConsumer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrderConsumer.class);
    private static final Duration LONGEST_POLL = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(15);
    private static final int BATCH = 500;

    private final OrdersSettings settings;
    private final Consumer<byte[], byte[]> consumer;
    private final OrderProcessor processor;
    private final Outgoing outgoing;
    private final Forwarder forwarder;
    private final RebalanceHistory history;
    private final Clock clock;
    private final Windows windows;
    private final Thread thread = new Thread(this::run, "orders-consumer");
    private long nextCommit;
    private long notBefore;
    private volatile boolean stopping;
    private volatile @Nullable String trouble = "It has not started";
    private volatile List<PartitionState> partitions = List.of();

    OrderConsumer(
            OrdersSettings settings,
            ProducerSettings producerSettings,
            ConsumerFactory consumers,
            OrderProcessor processor,
            Outgoing outgoing,
            RebalanceHistory history,
            Clock clock) {
        this.settings = settings;
        this.consumer = consumers.member();
        this.processor = processor;
        this.outgoing = outgoing;
        this.forwarder =
                new Forwarder(producerSettings, "orders-" + settings.instance(), settings.transactionTimeout());
        this.history = history;
        this.clock = clock;
        this.windows = new Windows(settings.retryWindow());
    }

    /** Joins the group. Does not block. */
    void start() {
        thread.start();
    }

    /** Why it does not work now; null when it does. */
    @Nullable String trouble() {
        return trouble;
    }

    List<PartitionState> partitions() {
        return partitions;
    }

    private void run() {
        try {
            consumer.subscribe(settings.topics().consumed(), new Listener());
            while (!stopping) {
                turnOrWait();
            }
            leave();
        } finally {
            trouble = "It has ended";
        }
    }

    private void turnOrWait() {
        try {
            turn();
            trouble = null;
        } catch (WakeupException e) {
            LOG.debug("event=consumer-woken");
        } catch (RuntimeException e) {
            failed(e);
        }
    }

    private void turn() {
        consumer.poll(patience()).forEach(record -> windows.add(Delivery.of(record, settings.topics())));
        openMissingWindows();
        consumer.assignment().forEach(partition -> windows.moveTo(partition, consumer.position(partition)));
        readOnlySoFar();
        long now = clock.millis();
        List<Delivery> due = now < notBefore ? List.of() : windows.due(now, BATCH);
        if (!due.isEmpty()) {
            handle(due);
        }
        if (clock.millis() >= nextCommit) {
            commit(windows.uncommitted());
            partitions = states();
            nextCommit = clock.millis() + settings.commitInterval().toMillis();
        }
    }

    private Duration patience() {
        long untilDue = Math.max(windows.nextDue(), notBefore) - clock.millis();
        return Duration.ofMillis(Math.max(0, Math.min(LONGEST_POLL.toMillis(), untilDue)));
    }

    /** After an assignment, and after a transaction that failed: what is committed tells where to begin. */
    private void openMissingWindows() {
        Set<TopicPartition> missing = windows.missing(consumer.assignment());
        if (missing.isEmpty()) {
            return;
        }
        forwarder.open();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(missing);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(missing);
        for (TopicPartition partition : missing) {
            OffsetAndMetadata known = committed.get(partition);
            OffsetAndMetadata from =
                    known != null ? known : new OffsetAndMetadata(beginnings.getOrDefault(partition, 0L));
            consumer.seek(partition, from);
            windows.open(partition, from);
        }
    }

    private void readOnlySoFar() {
        Set<TopicPartition> full = windows.full();
        Set<TopicPartition> resumed = new HashSet<>(consumer.paused());
        resumed.removeAll(full);
        consumer.pause(full);
        consumer.resume(resumed);
    }

    private void handle(List<Delivery> due) {
        List<Verdict> verdicts = processor.process(due);
        List<ProducerRecord<byte[], byte[]>> records = outgoing.of(verdicts);
        windows.done(due);
        if (!records.isEmpty()) {
            Map<TopicPartition, OffsetAndMetadata> offsets = windows.uncommitted();
            try {
                forwarder.forward(records, offsets, consumer.groupMetadata());
            } catch (KafkaException | IllegalStateException e) {
                // Nobody knows what became of it; the windows that are opened next know.
                windows.clear();
                throw e;
            }
            windows.committed(offsets.keySet());
        }
        outgoing.tell(verdicts);
    }

    private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        if (offsets.isEmpty()) {
            return;
        }
        try {
            consumer.commitSync(offsets);
            windows.committed(offsets.keySet());
        } catch (RebalanceInProgressException e) {
            LOG.debug("event=commit-postponed offsets={}", offsets);
        }
    }

    private void failed(RuntimeException error) {
        trouble = error.toString();
        if (error instanceof KafkaException || error instanceof StoreUnavailableException) {
            LOG.warn("event=consumer-failed error=\"{}\"", error.toString());
        } else {
            LOG.error("event=consumer-failed", error);
        }
        notBefore = clock.millis() + AFTER_FAILURE.toMillis();
        if (!(error instanceof StoreUnavailableException) && !stopping) {
            LockSupport.parkNanos(LONGEST_POLL.toNanos());
        }
    }

    private List<PartitionState> states() {
        return consumer.assignment().stream()
                .sorted(Comparator.comparing(TopicPartition::toString))
                .map(this::state)
                .toList();
    }

    private PartitionState state(TopicPartition partition) {
        OptionalLong lag = consumer.currentLag(partition);
        return new PartitionState(
                partition.topic(),
                partition.partition(),
                consumer.position(partition),
                windows.waiting(partition),
                lag.isPresent() ? lag.getAsLong() : null);
    }

    /** The listener commits what is done. */
    private void leave() {
        try {
            consumer.close();
        } catch (KafkaException e) {
            LOG.warn("event=consumer-close-failed error=\"{}\"", e.toString());
        }
        forwarder.close();
    }

    /** Commits what is done, and leaves the group. Blocks up to 15 s. */
    @Override
    public void close() {
        stopping = true;
        if (!thread.isAlive()) {
            return;
        }
        consumer.wakeup();
        try {
            thread.join(STOP.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Called by poll and close, on the consumer's thread. */
    private final class Listener implements ConsumerRebalanceListener {

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> added) {
            history.assigned(added);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> removed) {
            history.revoked(removed);
            try {
                commit(windows.uncommitted(removed));
            } catch (KafkaException e) {
                // The next owner begins where the last commit was; what it does again takes no effect again.
                LOG.warn("event=commit-failed at=revocation error=\"{}\"", e.toString());
            }
            windows.close(removed);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> removed) {
            history.lost(removed);
            windows.close(removed);
        }
    }
}
