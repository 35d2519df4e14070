package com.bhf.kafka.orders;

import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * The records of one partition from the first that is not done up to the position of the consumer. They are done in
 * any order: one that waits for its time stops nobody. What is done behind the first open one is noted in the commit,
 * so that after a restart it is not done again. Not thread-safe.
 */
final class PartitionWindow {
    private final long restoredFrom;
    private final BitSet restored;
    private final TreeMap<Long, Delivery> open = new TreeMap<>();
    private long position;
    private boolean changed;

    /** From what was committed. */
    PartitionWindow(OffsetAndMetadata committed) {
        this.restoredFrom = committed.offset();
        this.restored = DoneOffsets.decode(committed.metadata());
        this.position = committed.offset();
    }

    void add(Delivery delivery) {
        long sinceRestored = delivery.offset() - restoredFrom;
        boolean done = sinceRestored >= 0 && sinceRestored < restored.length() && restored.get((int) sinceRestored);
        if (!done) {
            open.put(delivery.offset(), delivery);
        }
        moveTo(delivery.offset() + 1);
    }

    /** The consumer has passed what is before this offset; some of it was no record. */
    void moveTo(long newPosition) {
        if (newPosition > position) {
            position = newPosition;
            changed = true;
        }
    }

    List<Delivery> due(long nowMillis) {
        return open.values().stream()
                .filter(delivery -> delivery.dueMillis() <= nowMillis)
                .toList();
    }

    /** When the next one is due; far in the future when none waits. */
    long nextDue() {
        return open.values().stream().mapToLong(Delivery::dueMillis).min().orElse(Long.MAX_VALUE);
    }

    void done(long offset) {
        open.remove(offset);
        changed = true;
    }

    int waiting() {
        return open.size();
    }

    /** From the first offset that is not done to the position. */
    long span() {
        return position - firstOpen();
    }

    boolean isChanged() {
        return changed;
    }

    /** What a commit has to say now. */
    OffsetAndMetadata commit() {
        long first = firstOpen();
        BitSet done = new BitSet();
        done.set(0, (int) (position - first));
        open.keySet().forEach(offset -> done.clear((int) (offset - first)));
        // What was done before the restart, and has not been passed again since.
        restored.stream()
                .mapToLong(bit -> restoredFrom + bit)
                .filter(offset -> offset >= position)
                .forEach(offset -> done.set((int) (offset - first)));
        return new OffsetAndMetadata(first, DoneOffsets.encode(done));
    }

    void committed() {
        changed = false;
    }

    private long firstOpen() {
        return open.isEmpty() ? position : open.firstKey();
    }
}
