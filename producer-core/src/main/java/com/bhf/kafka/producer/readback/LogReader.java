package com.bhf.kafka.producer.readback;

import com.bhf.kafka.producer.ProducerSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for records by their header {@code request-id}.
 *
 * <p>A scan reads every partition of the topic, from the first record of the given time on to the end
 * that the partition had when the scan began; what is appended later is not seen. A record that topic
 * retention or compaction has removed is not seen either. Thread-safe: each scan has a consumer of its
 * own, in no group.
 */
public final class LogReader {
    /** The header that carries the id of a request. */
    public static final String REQUEST_ID_HEADER = "request-id";

    private static final Duration POLL = Duration.ofMillis(200);

    private final Supplier<? extends Consumer<byte[], byte[]>> consumers;
    private final Duration clockMargin;

    /** Reads from the brokers of the settings, with a margin of one minute between the clocks. */
    public static LogReader of(ProducerSettings settings) {
        Map<String, Object> config = settings.consumerConfig();
        return new LogReader(
                () -> new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
                Duration.ofMinutes(1));
    }

    /**
     * @param consumers opens a consumer that belongs to no group
     * @param clockMargin how far the brokers' clocks may be behind this one's; a scan begins so much earlier
     */
    public LogReader(Supplier<? extends Consumer<byte[], byte[]>> consumers, Duration clockMargin) {
        this.consumers = consumers;
        this.clockMargin = clockMargin;
    }

    /**
     * Finds the records of the wanted requests. Blocks up to the bound.
     *
     * @param from no wanted record has an earlier timestamp
     * @return the place of each request whose record stands in the log; one that is absent from the map has no record
     * @throws TimeoutException the scan did not come to the end in time, so nothing is known; retriable
     * @throws org.apache.kafka.common.KafkaException the topic cannot be read; its type says whether that is retriable
     */
    public Map<UUID, Place> scan(String topic, Set<UUID> wanted, Instant from, Duration bound) {
        long until = System.nanoTime() + bound.toNanos();
        try (Consumer<byte[], byte[]> consumer = consumers.get()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic, left(until)).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left(until));
            seek(consumer, partitions, ends, from.minus(clockMargin), until);
            return read(consumer, ends, wanted, until);
        }
    }

    private static void seek(
            Consumer<byte[], byte[]> consumer,
            Collection<TopicPartition> partitions,
            Map<TopicPartition, Long> ends,
            Instant from,
            long until) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, from.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times, left(until));
        for (TopicPartition partition : partitions) {
            OffsetAndTimestamp start = starts.get(partition);
            // No record of that time or later: nothing to read.
            consumer.seek(partition, start == null ? end(ends, partition) : start.offset());
        }
    }

    private static Map<UUID, Place> read(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Set<UUID> wanted, long until) {
        Map<UUID, Place> found = new HashMap<>();
        Set<TopicPartition> open = new HashSet<>(ends.keySet());
        while (true) {
            closeFinished(consumer, ends, open, until);
            if (open.isEmpty() || found.size() == wanted.size()) {
                return found;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                note(record, wanted, found);
            }
            left(until);
        }
    }

    /** By position, not by the records seen: the last offsets may hold no record for a consumer. */
    private static void closeFinished(
            Consumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends, Set<TopicPartition> open, long until) {
        open.removeIf(partition -> {
            boolean finished = consumer.position(partition, left(until)) >= end(ends, partition);
            if (finished) {
                consumer.pause(List.of(partition));
            }
            return finished;
        });
    }

    private static void note(ConsumerRecord<byte[], byte[]> record, Set<UUID> wanted, Map<UUID, Place> found) {
        Header header = record.headers().lastHeader(REQUEST_ID_HEADER);
        UUID id = header == null ? null : requestId(header.value());
        if (id != null && wanted.contains(id)) {
            Place place = new Place(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
            found.putIfAbsent(id, place);
        }
    }

    private static @Nullable UUID requestId(byte @Nullable [] text) {
        if (text == null || text.length != 36) {
            return null;
        }
        try {
            return UUID.fromString(new String(text, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    private static long end(Map<TopicPartition, Long> ends, TopicPartition partition) {
        return Objects.requireNonNull(ends.get(partition));
    }

    private static Duration left(long until) {
        long nanos = until - System.nanoTime();
        if (nanos <= 0) {
            throw new TimeoutException("The read-back did not come to the end of the topic in time");
        }
        return Duration.ofNanos(nanos);
    }
}
