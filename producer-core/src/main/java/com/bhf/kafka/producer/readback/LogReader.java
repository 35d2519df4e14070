package com.bhf.kafka.producer.readback;

import com.bhf.kafka.producer.ProducerSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Looks for records by their header {@code request-id}.
 *
 * <p>A scan reads every partition of the topic, from the first record of the given time on to the end
 * that the partition had when the scan began; what is appended later is not seen. A record that topic
 * retention or compaction has removed is not seen either; the {@link LogScan} says when that may be so.
 * Thread-safe: each read has a consumer of its own, in no group.
 */
public final class LogReader {
    /** The header that carries the id of a request. */
    public static final String REQUEST_ID_HEADER = "request-id";

    private static final Duration POLL = Duration.ofMillis(200);
    /** By default a consumer waits 30 s for a broker that does not answer, only to say goodbye. */
    private static final CloseOptions CLOSE = CloseOptions.timeout(Duration.ofMillis(500));

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
     * Reads on until the end of the scan, or until all that it looks for is found. Blocks up to the
     * bound, and half a second more to close the consumer.
     *
     * @throws TimeoutException the scan is not at its end; it can be read on with another call
     * @throws UnknownTopicOrPartitionException there is no such topic now; retriable
     * @throws KafkaException the topic cannot be read; its type says whether that is retriable
     */
    public void read(LogScan scan, Duration bound) {
        long until = System.nanoTime() + bound.toNanos();
        Consumer<byte[], byte[]> consumer = consumers.get();
        try {
            if (!scan.begun()) {
                begin(consumer, scan, until);
            }
            readOn(consumer, scan, until);
        } finally {
            consumer.close(CLOSE);
        }
    }

    private void begin(Consumer<byte[], byte[]> consumer, LogScan scan, long until) {
        List<TopicPartition> partitions = consumer.partitionsFor(scan.topic(), left(until)).stream()
                .map(partition -> new TopicPartition(scan.topic(), partition.partition()))
                .toList();
        if (partitions.isEmpty()) {
            // The client's way to say so. To take it for an empty topic would prove absence by not looking.
            throw new UnknownTopicOrPartitionException("There is no topic " + scan.topic());
        }
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left(until));
        Map<TopicPartition, Long> logStarts = consumer.beginningOffsets(partitions, left(until));
        Map<TopicPartition, Long> times = new HashMap<>();
        long from = scan.from().minus(clockMargin).toEpochMilli();
        partitions.forEach(partition -> times.put(partition, from));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times, left(until));
        for (TopicPartition partition : partitions) {
            long end = Objects.requireNonNull(ends.get(partition));
            OffsetAndTimestamp start = starts.get(partition);
            // No record of that time or later: nothing to read.
            long first = start == null ? end : start.offset();
            scan.addPartition(partition, Objects.requireNonNull(logStarts.get(partition)), first, end);
        }
        scan.begin();
    }

    private static void readOn(Consumer<byte[], byte[]> consumer, LogScan scan, long until) {
        Map<TopicPartition, Long> unread = scan.unread();
        consumer.assign(unread.keySet());
        unread.forEach(consumer::seek);
        Set<TopicPartition> open = new HashSet<>(unread.keySet());
        while (!open.isEmpty() && !scan.allFound()) {
            left(until);
            consumer.poll(POLL).forEach(scan::note);
            closeFinished(consumer, scan, open);
        }
    }

    /** By position, not by the records seen: the last offsets may hold no record for a consumer. */
    private static void closeFinished(Consumer<byte[], byte[]> consumer, LogScan scan, Set<TopicPartition> open) {
        open.removeIf(partition -> {
            // Known without asking a broker, unless the offset is gone from the log meanwhile.
            boolean finished = scan.readUpTo(partition, consumer.position(partition, POLL));
            if (finished) {
                consumer.pause(List.of(partition));
            }
            return finished;
        });
    }

    private static Duration left(long until) {
        long nanos = until - System.nanoTime();
        if (nanos <= 0) {
            throw new TimeoutException("The read-back did not come to the end of the topic in time");
        }
        return Duration.ofNanos(nanos);
    }
}
