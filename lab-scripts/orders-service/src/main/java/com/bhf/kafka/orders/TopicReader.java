package com.bhf.kafka.orders;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Reads a topic's committed records up to its present end. Not thread-safe; calls block. */
final class TopicReader implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);
    /** Without a record, and with the end not reached. */
    private static final int EMPTY_POLLS = 100;

    private final Consumer<byte[], byte[]> consumer;
    private final String topic;

    TopicReader(Consumer<byte[], byte[]> consumer, String topic) {
        this.consumer = consumer;
        this.topic = topic;
    }

    /** All partitions, each with the offset of its first record that is still there. */
    Map<Integer, Long> beginnings() {
        return consumer.beginningOffsets(partitions()).entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().partition(), Map.Entry::getValue));
    }

    private List<TopicPartition> partitions() {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /**
     * Gives the records of the partitions named, partition by partition, until {@code wants} says no.
     *
     * @return for each partition read the offset from which to go on
     * @throws org.apache.kafka.common.KafkaException the topic cannot be read now
     */
    Map<Integer, Long> read(Map<Integer, Long> from, Predicate<ConsumerRecord<byte[], byte[]>> wants) {
        Map<Integer, Long> next = new TreeMap<>(from);
        for (Map.Entry<Integer, Long> start : new TreeMap<>(from).entrySet()) {
            TopicPartition partition = new TopicPartition(topic, start.getKey());
            if (!readPartition(partition, start.getValue(), next, wants)) {
                break;
            }
        }
        return next;
    }

    private boolean readPartition(
            TopicPartition partition,
            long from,
            Map<Integer, Long> next,
            Predicate<ConsumerRecord<byte[], byte[]>> wants) {
        consumer.assign(List.of(partition));
        long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
        consumer.seek(partition, from);
        int empty = 0;
        while (consumer.position(partition) < end) {
            List<ConsumerRecord<byte[], byte[]>> records = consumer.poll(POLL).records(partition);
            empty = records.isEmpty() ? empty + 1 : 0;
            if (empty > EMPTY_POLLS) {
                throw new TimeoutException(partition + " cannot be read up to its end " + end);
            }
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (!wants.test(record)) {
                    next.put(partition.partition(), record.offset());
                    return false;
                }
            }
            next.put(partition.partition(), consumer.position(partition));
        }
        return true;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
