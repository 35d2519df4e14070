package com.bhf.kafka.lab.proxy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A chunk through the fault proxy's pipe without a fault: what the proxy costs those who are not to be disturbed. */
@NullMarked
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class LinkBenchmark {

    /** Nothing of it is lost, so nobody has to be told. */
    private static final LinkOwner OWNER = new LinkOwner() {
        @Override
        public void lost(Chunk chunk) {}

        @Override
        public void resetOnClose(Direction direction, boolean both) {}

        @Override
        public KafkaConversation conversation() {
            return new KafkaConversation();
        }
    };

    @Param({"256", "16384"})
    public int bytes;

    private final Link link = new Link(Direction.UPSTREAM, OWNER, List.of(), System::nanoTime);

    @Benchmark
    public int chunk() throws InterruptedException {
        link.add(List.of(Chunk.plain(ByteBuffer.allocate(bytes), System.nanoTime())));
        return Objects.requireNonNull(link.next()).size();
    }
}
