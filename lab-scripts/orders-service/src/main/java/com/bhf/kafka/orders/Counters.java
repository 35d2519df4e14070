package com.bhf.kafka.orders;

import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What this instance has done since its start. Thread-safe. */
@Singleton
final class Counters {

    enum Counter {
        /** Taken over HTTP, and acknowledged by Kafka. */
        ACCEPTED,
        /** Refused over HTTP, and acknowledged in the dead letter topic. */
        REFUSED,
        /** Took effect. */
        PROCESSED,
        /** Came once more after it had taken effect. */
        DUPLICATES,
        /** Took effect in an attempt after the first. */
        RECOVERED,
        /** Attempts that are to be made again. */
        RETRIES,
        /** Dead letters for an error that never passes. */
        INVALID,
        /** Dead letters after the last attempt. */
        EXHAUSTED,
        /** Dead letters sent once more. */
        REPLAYED
    }

    private final Map<Counter, LongAdder> counts = Stream.of(Counter.values())
            .collect(Collectors.toUnmodifiableMap(Function.identity(), c -> new LongAdder()));

    void add(Counter counter, long count) {
        adder(counter).add(count);
    }

    void increment(Counter counter) {
        add(counter, 1);
    }

    long get(Counter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(Counter counter) {
        LongAdder adder = counts.get(counter);
        if (adder == null) {
            throw new IllegalArgumentException(counter.name());
        }
        return adder;
    }
}
