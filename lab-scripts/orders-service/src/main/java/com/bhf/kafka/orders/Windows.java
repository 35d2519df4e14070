package com.bhf.kafka.orders;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The windows of all partitions that this consumer has. Not thread-safe. */
final class Windows {
    private final Map<TopicPartition, PartitionWindow> windows = new HashMap<>();
    private final int limit;

    /** @param limit see {@link OrdersSettings#retryWindow} */
    Windows(int limit) {
        this.limit = limit;
    }

    void open(TopicPartition partition, OffsetAndMetadata committed) {
        windows.put(partition, new PartitionWindow(committed));
    }

    /** Those without a window yet. */
    Set<TopicPartition> missing(Set<TopicPartition> assigned) {
        Set<TopicPartition> missing = new HashSet<>(assigned);
        missing.removeAll(windows.keySet());
        return missing;
    }

    /** A record of a partition without a window is left out: it is fetched again once the window is open. */
    void add(Delivery delivery) {
        PartitionWindow window = windows.get(delivery.partition());
        if (window != null) {
            window.add(delivery);
        }
    }

    void moveTo(TopicPartition partition, long position) {
        PartitionWindow window = windows.get(partition);
        if (window != null) {
            window.moveTo(position);
        }
    }

    /** Up to {@code max} that are due, those that are due first before the others. */
    List<Delivery> due(long nowMillis, int max) {
        return windows.values().stream()
                .flatMap(window -> window.due(nowMillis).stream())
                .sorted(Comparator.comparingLong(Delivery::dueMillis).thenComparingLong(Delivery::offset))
                .limit(max)
                .toList();
    }

    long nextDue() {
        return windows.values().stream()
                .mapToLong(PartitionWindow::nextDue)
                .min()
                .orElse(Long.MAX_VALUE);
    }

    void done(Collection<Delivery> deliveries) {
        for (Delivery delivery : deliveries) {
            PartitionWindow window = windows.get(delivery.partition());
            if (window != null) {
                window.done(delivery.offset());
            }
        }
    }

    /** What is done, or passed, and not committed. */
    Map<TopicPartition, OffsetAndMetadata> uncommitted(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionWindow window = windows.get(partition);
            if (window != null && window.isChanged()) {
                commits.put(partition, window.commit());
            }
        }
        return commits;
    }

    Map<TopicPartition, OffsetAndMetadata> uncommitted() {
        return uncommitted(windows.keySet());
    }

    void committed(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            PartitionWindow window = windows.get(partition);
            if (window != null) {
                window.committed();
            }
        });
    }

    /** Those that must not be read further before their first records are done. */
    Set<TopicPartition> full() {
        Set<TopicPartition> full = new HashSet<>();
        windows.forEach((partition, window) -> {
            if (window.span() >= limit) {
                full.add(partition);
            }
        });
        return full;
    }

    int waiting(TopicPartition partition) {
        PartitionWindow window = windows.get(partition);
        return window == null ? 0 : window.waiting();
    }

    void close(Collection<TopicPartition> partitions) {
        windows.keySet().removeAll(Set.copyOf(partitions));
    }

    void clear() {
        windows.clear();
    }
}
