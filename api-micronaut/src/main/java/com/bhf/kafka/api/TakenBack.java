package com.bhf.kafka.api;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entries of a stream that Kafka has not taken, in their order. Until one of them is taken or given up, it alone is
 * tried, as a probe, and all others wait. Of the stream's event loop, but for what is said to be for all threads.
 */
final class TakenBack {
    private static final long NONE = -1;

    private final Queue<BatchEntry> arrivals = new ConcurrentLinkedQueue<>();
    private final Queue<BatchEntry> waiting = new PriorityQueue<>(Comparator.comparingLong(BatchEntry::position));
    private volatile boolean probing;
    /** The position of the entry that is with the engine. */
    private volatile long probe = NONE;

    /** For all threads. */
    void add(BatchEntry entry) {
        probing = true;
        if (entry.position() == probe) {
            probe = NONE;
        }
        arrivals.add(entry);
    }

    /** For all threads: the entry needs no other try. */
    void answered(BatchEntry entry) {
        if (entry.position() == probe) {
            probe = NONE;
            probing = false;
        }
    }

    /** @return whether there were new ones */
    boolean collect() {
        boolean any = false;
        for (BatchEntry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
            waiting.add(entry);
            any = true;
        }
        return any;
    }

    boolean isProbing() {
        return probing;
    }

    boolean isProbeUnderWay() {
        return probing && probe != NONE;
    }

    void probe(BatchEntry entry) {
        probe = entry.position();
    }

    /** The first that is to be tried again; null when there is none. */
    @Nullable BatchEntry poll() {
        return waiting.poll();
    }

    void drain(Consumer<BatchEntry> consumer) {
        collect();
        for (BatchEntry entry = waiting.poll(); entry != null; entry = waiting.poll()) {
            consumer.accept(entry);
        }
    }
}
