package com.bhf.kafka.api;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts batches and what became of their entries, with one line in the log for each batch. Thread-safe. */
@Singleton
final class BatchMeters {
    private static final String ARRAY = "array";
    private static final String STREAM = "stream";

    private final RequestLog log;
    private final Kind arrays;
    private final Kind streams;
    private final AtomicInteger openStreams = new AtomicInteger();

    BatchMeters(MeterRegistry registry, RequestLog log, ByteBudget budget) {
        this.log = log;
        this.arrays = Kind.in(registry, ARRAY);
        this.streams = Kind.in(registry, STREAM);
        Gauge.builder("api_batch_streams_open", openStreams, AtomicInteger::get).register(registry);
        Gauge.builder("api_batch_memory_bytes", budget, ByteBudget::taken).register(registry);
    }

    private record Kind(Counter batches, Counter written, Counter accepted, Counter refused) {
        static Kind in(MeterRegistry registry, String kind) {
            return new Kind(
                    registry.counter("api_batches", "kind", kind),
                    entries(registry, kind, "written"),
                    entries(registry, kind, "accepted"),
                    entries(registry, kind, "refused"));
        }

        private static Counter entries(MeterRegistry registry, String kind, String result) {
            return registry.counter("api_batch_entries", "kind", kind, "result", result);
        }

        void add(BatchCounts counts) {
            written.increment((double) counts.written());
            accepted.increment((double) counts.accepted());
            refused.increment((double) counts.refused());
        }
    }

    void array(BatchCounts counts) {
        arrays.batches().increment();
        arrays.add(counts);
        log.batch(ARRAY, counts);
    }

    /** Some results of a stream that goes on. */
    void entries(BatchCounts counts) {
        streams.add(counts);
    }

    /** @return whether there may be one more */
    boolean streamBegins(int limit) {
        if (openStreams.incrementAndGet() > limit) {
            openStreams.decrementAndGet();
            return false;
        }
        streams.batches().increment();
        return true;
    }

    void streamEnds(BatchCounts counts) {
        openStreams.decrementAndGet();
        log.batch(STREAM, counts);
    }

    int openStreams() {
        return openStreams.get();
    }
}
