package com.bhf.kafka.producer.readback;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * One look at a topic for the records of some requests, and what it has found so far. It keeps its
 * place: a topic that takes longer than one call of {@link LogReader#read} is read on by the next.
 * Not thread-safe.
 */
public final class LogScan {
    private final String topic;
    private final Instant from;
    private final Set<UUID> wanted = new HashSet<>();
    private final Map<ByteBuffer, Set<UUID>> byKey = new HashMap<>();
    private final Map<UUID, Place> found = new HashMap<>();
    private final Set<UUID> overwritten = new HashSet<>();
    private final Map<TopicPartition, Range> ranges = new HashMap<>();
    private boolean begun;
    private boolean cut;

    /** What is still to be read of a partition. */
    private static final class Range {
        private long next;
        private final long end;
        private long expected;
        private boolean gap;

        Range(long next, long end) {
            this.next = next;
            this.end = end;
            this.expected = next;
        }
    }

    /** @param from no wanted record has an earlier timestamp */
    public LogScan(String topic, Instant from) {
        this.topic = topic;
        this.from = from;
    }

    /** Adds a request to look for. Before the first read only. */
    public void want(UUID requestId, byte @Nullable [] key) {
        wanted.add(requestId);
        if (key != null) {
            byKey.computeIfAbsent(ByteBuffer.wrap(key.clone()), k -> new HashSet<>())
                    .add(requestId);
        }
    }

    /** Where the record of a request stands, or null when the scan has not met it. */
    public @Nullable Place placeOf(UUID requestId) {
        return found.get(requestId);
    }

    /**
     * Whether compaction may have removed the record: offsets are missing, and a record of the same key
     * stands behind them. Then its absence proves nothing. The markers of transactions look alike.
     */
    public boolean mayBeCompactedAway(UUID requestId) {
        return overwritten.contains(requestId);
    }

    /** Whether the beginning of a partition was removed, and what is left of it is all of the scan's time. */
    public boolean isCut() {
        return cut;
    }

    /** Grows as the scan gets on. */
    public long position() {
        return ranges.values().stream().mapToLong(range -> range.next).sum();
    }

    String topic() {
        return topic;
    }

    Instant from() {
        return from;
    }

    boolean begun() {
        return begun;
    }

    void begin() {
        begun = true;
    }

    /**
     * @param logStart the first offset that the partition has kept
     * @param start the first offset of the scan's time, or {@code end}
     */
    void addPartition(TopicPartition partition, long logStart, long start, long end) {
        // One offset early: when that one is missing, so may be some of the scan's time.
        ranges.put(partition, new Range(Math.max(logStart, Math.min(start, end) - 1), end));
        cut |= logStart > 0 && start <= logStart;
    }

    Map<TopicPartition, Long> unread() {
        Map<TopicPartition, Long> unread = new HashMap<>();
        ranges.forEach((partition, range) -> {
            if (range.next < range.end) {
                unread.put(partition, range.next);
            }
        });
        return unread;
    }

    /** @return whether the partition is read to its end */
    boolean readUpTo(TopicPartition partition, long position) {
        Range range = ranges.get(partition);
        if (range == null) {
            return true;
        }
        range.next = position;
        return position >= range.end;
    }

    boolean allFound() {
        return found.size() == wanted.size();
    }

    void note(ConsumerRecord<byte[], byte[]> record) {
        Range range = ranges.get(new TopicPartition(record.topic(), record.partition()));
        if (range == null) {
            return;
        }
        range.gap |= record.offset() > range.expected;
        range.expected = record.offset() + 1;
        UUID id = requestId(record);
        if (id != null && wanted.contains(id)) {
            Place place = new Place(record.partition(), record.offset(), Instant.ofEpochMilli(record.timestamp()));
            found.putIfAbsent(id, place);
        }
        if (range.gap && record.key() != null) {
            overwritten.addAll(byKey.getOrDefault(ByteBuffer.wrap(record.key()), Set.of()));
        }
    }

    private static @Nullable UUID requestId(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(LogReader.REQUEST_ID_HEADER);
        byte[] text = header == null ? null : header.value();
        if (text == null || text.length != 36) {
            return null;
        }
        try {
            return UUID.fromString(new String(text, StandardCharsets.US_ASCII));
        } catch (IllegalArgumentException foreign) {
            return null;
        }
    }

    @Override
    public String toString() {
        return "LogScan[topic=" + topic + ", wanted=" + wanted.size() + ", unread=" + List.copyOf(unread().keySet())
                + "]";
    }
}
