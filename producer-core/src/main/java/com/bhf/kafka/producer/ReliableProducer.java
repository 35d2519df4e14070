package com.bhf.kafka.producer;

import com.bhf.kafka.producer.SendBreaker.Permit;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link KafkaProducer} whose every send ends in exactly one {@link SendOutcome}, guarded by a
 * circuit breaker, and replaced when it is in a fatal state. Thread-safe; share one instance.
 *
 * <p>It does not re-send a record by itself: what Kafka's client retries within
 * {@code delivery.timeout.ms} is all. After {@link SendOutcome.Unknown} a re-send can duplicate.
 */
public final class ReliableProducer<K, V> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReliableProducer.class);

    private final DeliveryMode mode;
    private final Duration closeTimeout;
    private final GuardedListener listener;
    private final SendBreaker breaker;
    private final ProducerSlot<K, V> slot;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong unacknowledgedAtClose = new AtomicLong();
    private volatile boolean closing;

    private ReliableProducer(Builder builder, Supplier<? extends Producer<K, V>> factory) {
        this.mode = builder.mode;
        this.closeTimeout = builder.closeTimeout;
        this.listener = new GuardedListener(builder.listener);
        this.breaker = new SendBreaker(
                mode.wireName(),
                builder.breaker,
                builder.clock,
                (from, to) -> listener.onCircuitChange(mode, from, to));
        this.slot = new ProducerSlot<>(factory, closeTimeout);
    }

    /** Opens a producer with all defaults; see {@link Builder#open}. */
    public static <K, V> ReliableProducer<K, V> open(
            ProducerSettings settings, DeliveryMode mode, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        return builder(mode).open(settings, keySerializer, valueSerializer);
    }

    public static Builder builder(DeliveryMode mode) {
        return new Builder(mode);
    }

    public DeliveryMode mode() {
        return mode;
    }

    /**
     * Sends a record.
     *
     * <p>May block up to {@code max.block.ms}, while the topic's metadata is fetched or the buffer is
     * full; never call it from an event loop. Nothing is thrown for a failed send: every end is an
     * outcome. Dependents of the future run on Kafka's I/O thread, or on the calling thread when the
     * send ends inside this call; they must not block (use the {@code *Async} methods).
     *
     * @return completes within {@code max.block.ms + delivery.timeout.ms}, never exceptionally.
     *     {@link NotWritten} with a {@link CircuitOpenException} when the breaker refused the send
     */
    public CompletableFuture<SendOutcome> send(ProducerRecord<K, V> record) {
        return startUnlessRefused(record, breaker::acquire);
    }

    /**
     * Like {@link #send}, for a caller that holds the record durably and has time: an open breaker does
     * not refuse it. Its result still counts, and its acknowledgement closes an open breaker.
     */
    public CompletableFuture<SendOutcome> sendDurable(ProducerRecord<K, V> record) {
        return startUnlessRefused(record, breaker::unguarded);
    }

    /**
     * Sends a record and waits for its outcome, up to {@code max.block.ms + delivery.timeout.ms}.
     *
     * @throws InterruptedException while waiting; the send goes on, its outcome is lost to the caller
     */
    public SendOutcome sendAndWait(ProducerRecord<K, V> record) throws InterruptedException {
        try {
            return send(record).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A send's future never fails", e);
        }
    }

    private CompletableFuture<SendOutcome> startUnlessRefused(ProducerRecord<K, V> record, Supplier<Permit> permits) {
        Objects.requireNonNull(record, "record");
        if (closing) {
            return refused(record, ErrorKind.FATAL, new IllegalStateException("The producer is closed"));
        }
        Permit permit;
        try {
            permit = permits.get();
        } catch (CircuitOpenException open) {
            return refused(record, ErrorKind.RETRIABLE, open);
        }
        return start(record, permit);
    }

    private CompletableFuture<SendOutcome> refused(ProducerRecord<K, V> record, ErrorKind kind, Exception reason) {
        SendOutcome outcome = new NotWritten(kind, reason);
        listener.onOutcome(mode, record.topic(), outcome, Duration.ZERO);
        return CompletableFuture.completedFuture(outcome);
    }

    private CompletableFuture<SendOutcome> start(ProducerRecord<K, V> record, Permit permit) {
        long startedAt = System.nanoTime();
        Producer<K, V> producer = slot.current();
        SendAttempt attempt = new SendAttempt(outcome -> ended(record.topic(), outcome, permit, producer, startedAt));
        inFlight.incrementAndGet();
        try {
            checkPartition(producer, record);
            producer.send(record, attempt);
        } catch (RuntimeException thrown) {
            attempt.thrown(thrown);
        } catch (Error thrown) {
            attempt.thrown(thrown);
            throw thrown;
        } finally {
            attempt.returned();
        }
        return attempt.future();
    }

    /** Kafka's client would wait {@code max.block.ms} for a partition that is not there. */
    private void checkPartition(Producer<K, V> producer, ProducerRecord<K, V> record) {
        Integer partition = record.partition();
        if (partition == null) {
            return;
        }
        int partitions = producer.partitionsFor(record.topic()).size();
        if (partition >= partitions) {
            throw new PartitionOutOfRangeException(record.topic(), partition, partitions);
        }
    }

    private void ended(String topic, SendOutcome outcome, Permit permit, Producer<K, V> producer, long startedAt) {
        inFlight.decrementAndGet();
        if (outcome instanceof Failed failed) {
            failed(failed, permit, producer);
        } else {
            permit.success();
        }
        listener.onOutcome(mode, topic, outcome, Duration.ofNanos(System.nanoTime() - startedAt));
    }

    private void failed(Failed outcome, Permit permit, Producer<K, V> producer) {
        if (closing) {
            unacknowledgedAtClose.incrementAndGet();
            permit.release();
            return;
        }
        if (ErrorClassifier.isNotKafkas(outcome.cause())) {
            permit.release();
        } else {
            permit.failure(outcome.cause());
        }
        if (outcome.kind() == ErrorKind.FATAL) {
            replace(producer, outcome.cause());
        }
    }

    private void replace(Producer<K, V> broken, Throwable cause) {
        slot.replace(broken, old -> {
            LOG.warn("event=producer-replaced mode={} cause=\"{}\"", mode.wireName(), cause.toString());
            listener.onProducerReplaced(mode, cause);
        });
    }

    /**
     * Fails at once what Kafka's client holds, and goes on with a new producer. Those sends end as {@link
     * SendOutcome.Unknown}; a request that is on its way already may still be written. Does not block.
     */
    public void abort() {
        if (!closing) {
            slot.abort(() -> LOG.warn("event=producer-aborted mode={}", mode.wireName()));
        }
    }

    public CircuitState circuitState() {
        return breaker.state();
    }

    /** Sends whose outcome is not known yet. */
    public int inFlight() {
        return inFlight.get();
    }

    /** How often the listener has thrown. */
    public long listenerFailures() {
        return listener.failures();
    }

    /** Kafka's own metrics of the producer in use. */
    public Map<MetricName, ? extends Metric> metrics() {
        return slot.current().metrics();
    }

    /** Sends what is batched and blocks until all sends so far have ended, up to {@code delivery.timeout.ms}. */
    public void flush() {
        slot.current().flush();
    }

    /**
     * Waits up to the timeout for open sends, then fails the rest: those end as
     * {@link SendOutcome.Unknown}. Blocks up to the timeout. Sends after it are {@link NotWritten}.
     */
    public CloseReport close(Duration timeout) {
        closing = true;
        try {
            slot.close(timeout);
        } catch (KafkaException e) {
            // It has closed all the same; an interrupt is kept for the caller to see.
            LOG.warn("event=producer-close-failed mode={} error=\"{}\"", mode.wireName(), e.toString());
        }
        return new CloseReport(unacknowledgedAtClose.get() + inFlight.get());
    }

    /** {@link #close(Duration)} with the timeout of the builder; default 10 seconds. */
    @Override
    public void close() {
        CloseReport report = close(closeTimeout);
        if (!report.clean()) {
            LOG.warn("event=producer-closed mode={} unacknowledged={}", mode.wireName(), report.unacknowledged());
        }
    }

    /** Options of a producer. This class is not thread-safe. */
    public static final class Builder {
        private final DeliveryMode mode;
        private CircuitBreakerSettings breaker = CircuitBreakerSettings.defaults();
        private ProducerListener listener = ProducerListener.NO_OP;
        private Clock clock = Clock.systemUTC();
        private Duration closeTimeout = Duration.ofSeconds(10);

        private Builder(DeliveryMode mode) {
            this.mode = mode;
        }

        public Builder circuitBreaker(CircuitBreakerSettings value) {
            this.breaker = value;
            return this;
        }

        public Builder listener(ProducerListener value) {
            this.listener = value;
            return this;
        }

        /** The clock of the circuit breaker; default the system's. */
        public Builder clock(Clock value) {
            this.clock = value;
            return this;
        }

        /** Bound of {@link ReliableProducer#close()} and of closing a replaced producer; default 10 seconds. */
        public Builder closeTimeout(Duration value) {
            this.closeTimeout = value;
            return this;
        }

        /**
         * Opens a {@link KafkaProducer}. Does not wait for a broker.
         *
         * @throws InvalidSettingException when Kafka refuses a setting
         * @throws KafkaException when the producer cannot be made, as when no host of {@code
         *     bootstrap.servers} can be resolved
         */
        public <K, V> ReliableProducer<K, V> open(
                ProducerSettings settings, Serializer<K> keySerializer, Serializer<V> valueSerializer) {
            // A replacement has a client.id of its own: it is registered before the old one is closed.
            return open(() -> new KafkaProducer<>(settings.configFor(mode), keySerializer, valueSerializer));
        }

        /** Opens on producers of the caller's own making: one now, and one for each replacement. */
        public <K, V> ReliableProducer<K, V> open(Supplier<? extends Producer<K, V>> factory) {
            return new ReliableProducer<>(this, factory);
        }
    }
}
