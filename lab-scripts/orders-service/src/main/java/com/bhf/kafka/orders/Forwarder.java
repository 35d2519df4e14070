package com.bhf.kafka.orders;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes records and commits offsets in one Kafka transaction: all of it is there, or nothing. So an order stands once
 * in the retry topic or the dead letter topic, whenever the process is killed. producer-core has no transactions; its
 * settings are used, so that both producers reach the same brokers in the same way. Not thread-safe.
 */
final class Forwarder implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(5);

    private final Map<String, Object> config;
    private @Nullable KafkaProducer<byte[], byte[]> producer;

    /** @param transactionalId whoever opens one with the same id ends the transaction that the one before has left */
    Forwarder(ProducerSettings settings, String transactionalId, Duration transactionTimeout) {
        Map<String, Object> merged = new HashMap<>(settings.configFor(DeliveryMode.IDEMPOTENT));
        int timeout = (int) transactionTimeout.toMillis();
        merged.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        merged.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, timeout);
        // What takes longer has lost its transaction.
        merged.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
        merged.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
        merged.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(timeout / 2, 5_000));
        this.config = Map.copyOf(merged);
    }

    /** Ends what a former owner of the transactional id has left. Blocks up to the transaction timeout. */
    void open() {
        current();
    }

    /**
     * Blocks up to a few transaction timeouts.
     *
     * @throws KafkaException it may be there or not: what is committed tells
     */
    void forward(
            List<ProducerRecord<byte[], byte[]>> records,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            @Nullable ConsumerGroupMetadata group) {
        KafkaProducer<byte[], byte[]> transactional = current();
        try {
            transactional.beginTransaction();
            records.forEach(transactional::send);
            if (group != null) {
                transactional.sendOffsetsToTransaction(offsets, group);
            }
            transactional.commitTransaction();
        } catch (KafkaException | IllegalStateException e) {
            discard();
            throw e;
        }
    }

    private KafkaProducer<byte[], byte[]> current() {
        KafkaProducer<byte[], byte[]> existing = producer;
        if (existing != null) {
            return existing;
        }
        KafkaProducer<byte[], byte[]> opened =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        producer = opened;
        try {
            opened.initTransactions();
            return opened;
        } catch (KafkaException | IllegalStateException e) {
            discard();
            throw e;
        }
    }

    /** The next one begins by ending, one way or the other, what this one has left open. */
    private void discard() {
        KafkaProducer<byte[], byte[]> broken = producer;
        producer = null;
        if (broken != null) {
            broken.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        KafkaProducer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(CLOSE);
        }
    }
}
