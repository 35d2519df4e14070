package com.bhf.kafka.orders;

import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the group has given to this member and taken from it. Thread-safe. */
@Singleton
final class RebalanceHistory {
    private static final Logger LOG = LoggerFactory.getLogger(RebalanceHistory.class);
    private static final int KEPT = 50;

    private final Clock clock;
    private final Deque<Event> events = new ArrayDeque<>();
    private long rebalances;

    /** @param kind {@code assigned}, {@code revoked} or {@code lost} */
    @Serdeable
    record Event(String time, String kind, List<String> partitions) {}

    RebalanceHistory(Clock clock) {
        this.clock = clock;
    }

    void assigned(Collection<TopicPartition> partitions) {
        add("assigned", partitions, true);
    }

    void revoked(Collection<TopicPartition> partitions) {
        add("revoked", partitions, false);
    }

    void lost(Collection<TopicPartition> partitions) {
        add("lost", partitions, false);
    }

    private synchronized void add(String kind, Collection<TopicPartition> partitions, boolean ends) {
        List<String> names =
                partitions.stream().map(TopicPartition::toString).sorted().toList();
        // A rebalance ends with an assignment, be it one that adds nothing.
        rebalances += ends ? 1 : 0;
        LOG.info("event=rebalance kind={} rebalances={} partitions={}", kind, rebalances, names);
        events.addLast(new Event(clock.instant().toString(), kind, names));
        if (events.size() > KEPT) {
            events.removeFirst();
        }
    }

    synchronized long rebalances() {
        return rebalances;
    }

    /** The latest, oldest first. */
    synchronized List<Event> events() {
        return List.copyOf(events);
    }
}
