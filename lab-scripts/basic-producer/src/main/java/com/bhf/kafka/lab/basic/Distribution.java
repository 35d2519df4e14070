package com.bhf.kafka.lab.basic;

import java.util.Locale;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** Where the records went, by partition. */
final class Distribution {
    private static final int WIDTH = 50;

    private static final String WITH_KEY = "One key, one partition: the hash of the key chooses it.";

    private static final String WITHOUT_KEY = """
              Without a key Kafka's client stays with one partition until batch.size bytes (16384 unless set) went
              there, then takes another at random (sticky partitioner). That is not round robin: a few small records
              share one partition; many spread evenly.""";

    private Distribution() {}

    /** @param sticky whether Kafka's own partitioner chose, which the note is about */
    static void print(Screen screen, SortedMap<Integer, Integer> byPartition, @Nullable String key, boolean sticky) {
        if (byPartition.isEmpty()) {
            return;
        }
        int total = byPartition.values().stream().mapToInt(Integer::intValue).sum();
        screen.heading("Records by partition");
        byPartition.forEach((partition, count) ->
                screen.line(String.format(Locale.ROOT, "  partition %d %6d %s", partition, count, "#".repeat((int)
                                Math.ceil((double) WIDTH * count / total)))));
        if (sticky) {
            screen.line(key == null ? WITHOUT_KEY : WITH_KEY);
        }
    }
}
