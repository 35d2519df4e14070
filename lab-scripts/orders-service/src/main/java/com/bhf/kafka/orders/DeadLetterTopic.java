package com.bhf.kafka.orders;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The dead letters as they stand in the topic. Counts what is there, not what this process has seen: after a restart
 * the first count reads the whole topic, later ones only what has come since. Thread-safe; calls block, and one another.
 */
final class DeadLetterTopic implements AutoCloseable {
    private final TopicReader reader;
    private final Map<Integer, Counted> counted = new HashMap<>();

    /** How many records stand between two offsets; control records of transactions are not among them. */
    private record Counted(long from, long to, long records) {}

    DeadLetterTopic(ConsumerFactory consumers, OrdersSettings settings) {
        this.reader = new TopicReader(consumers.reader(), settings.topics().deadLetters());
    }

    /** @throws org.apache.kafka.common.KafkaException the topic cannot be read now */
    synchronized long count() {
        reader.beginnings().forEach(this::count);
        return counted.values().stream().mapToLong(Counted::records).sum();
    }

    private void count(int partition, long beginning) {
        Counted before = counted.get(partition);
        Counted valid = before != null && before.from() == beginning ? before : new Counted(beginning, beginning, 0);
        long[] more = {0};
        Map<Integer, Long> next = reader.read(Map.of(partition, valid.to()), record -> ++more[0] > 0);
        counted.put(
                partition, new Counted(beginning, next.getOrDefault(partition, valid.to()), valid.records() + more[0]));
    }

    /**
     * The dead letters after a place, in the order of their places.
     *
     * @param after empty: from the first
     * @throws org.apache.kafka.common.KafkaException the topic cannot be read now
     */
    synchronized List<ConsumerRecord<byte[], byte[]>> page(Optional<LetterPlace> after, int limit) {
        Map<Integer, Long> from = new HashMap<>();
        reader.beginnings().forEach((partition, beginning) -> {
            int seen = after.map(LetterPlace::partition).orElse(-1);
            if (partition > seen) {
                from.put(partition, beginning);
            } else if (partition == seen) {
                from.put(partition, Math.max(beginning, after.orElseThrow().offset() + 1));
            }
        });
        List<ConsumerRecord<byte[], byte[]>> page = new ArrayList<>();
        reader.read(from, record -> page.size() < limit && page.add(record));
        return page;
    }

    /** The dead letter at a place, if one is there. */
    synchronized Optional<ConsumerRecord<byte[], byte[]>> at(LetterPlace place) {
        Long beginning = reader.beginnings().get(place.partition());
        if (beginning == null || place.offset() < beginning) {
            return Optional.empty();
        }
        List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
        reader.read(Map.of(place.partition(), place.offset()), record -> found.isEmpty() && found.add(record));
        return found.stream()
                .filter(record -> record.offset() == place.offset())
                .findFirst();
    }

    @Override
    public synchronized void close() {
        reader.close();
    }
}
