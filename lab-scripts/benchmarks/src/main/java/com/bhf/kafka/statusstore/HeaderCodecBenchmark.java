package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.SendHeader;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The stored form of the eight headers that a send has at least. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class HeaderCodecBenchmark {

    private final List<SendHeader> headers = List.of(
            new SendHeader("request-id", "01a1fcdb-3422-7312-a10f-a2246b4dbd0f"),
            new SendHeader("event-id", "event-4711"),
            new SendHeader("correlation-id", "01a1fcdb-3422-7312-a10f-a2246b4dbd0f"),
            new SendHeader("source", "reliable-producer-api"),
            new SendHeader("producer-mode", "idempotent"),
            new SendHeader("send-mode", "async"),
            new SendHeader("timestamp", "2026-03-29T00:59:59.123Z"),
            new SendHeader("content-type", "application/json"));
    private final byte[] encoded = HeaderCodec.encode(headers);

    @Benchmark
    public byte[] encode() {
        return HeaderCodec.encode(headers);
    }

    @Benchmark
    public List<SendHeader> decode() {
        return HeaderCodec.decode(encoded);
    }
}
