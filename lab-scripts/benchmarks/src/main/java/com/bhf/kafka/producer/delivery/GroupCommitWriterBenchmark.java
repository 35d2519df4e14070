package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.statusstore.StatusStoreSettings;
import com.bhf.kafka.statusstore.StatusStores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** Sends that become durable per second, as many threads waiting for theirs as JMH is told: {@code -t 64}. */
@NullMarked
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(64)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class GroupCommitWriterBenchmark {

    private static final int CAPACITY = 10_000;
    private static final int MAX_COMMIT = 256;
    private static final int ROWS = 50_000;
    private static final int VALUE_BYTES = 200;

    @Param({"memory", "h2"})
    public String kind = "";

    private final RequestIds ids = new RequestIds(Clock.systemUTC());
    private final UUID owner = UUID.randomUUID();
    private @Nullable Path folder;
    private @Nullable StatusStore store;
    private @Nullable GroupCommitWriter writer;

    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("group-commit");
        String url = "jdbc:h2:file:" + folder.resolve("status");
        store = kind.equals("memory")
                ? new InMemoryStatusStore(ROWS)
                : StatusStores.open(StatusStoreSettings.fromEnvironment(Map.of("STATUS_STORE_URL", url)));
        writer = new GroupCommitWriter(store, CAPACITY, MAX_COMMIT);
    }

    /** Accepts a send and finishes it, as the engine does. */
    @Benchmark
    public ChangeResult acceptAndFinish() {
        GroupCommitWriter open = Objects.requireNonNull(writer);
        AcceptedSend send =
                AcceptedSend.of(ids, DeliveryMode.IDEMPOTENT, "orders", "key", new byte[VALUE_BYTES], List.of());
        open.submit(new StatusChange.Accept(send, owner)).join();
        return open.submit(ok(send)).join();
    }

    private static StatusChange ok(AcceptedSend send) {
        return new StatusChange.Transition(
                send.requestId(),
                0,
                SendState.OK,
                LogOutcome.WRITTEN,
                true,
                0,
                1L,
                send.acceptedAt(),
                null,
                1,
                send.acceptedAt());
    }

    @TearDown
    public void close() throws IOException {
        Objects.requireNonNull(writer).close();
        Objects.requireNonNull(store).close();
        try (Stream<Path> files = Files.walk(Objects.requireNonNull(folder))) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
