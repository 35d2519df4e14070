package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.LogOutcome;
import com.bhf.kafka.producer.delivery.RequestIds;
import com.bhf.kafka.producer.delivery.SendFixtures;
import com.bhf.kafka.producer.delivery.SendHeader;
import com.bhf.kafka.producer.delivery.SendState;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.sun.management.OperatingSystemMXBean;
import com.zaxxer.hikari.HikariDataSource;
import io.micronaut.transaction.TransactionOperations;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * Pairs per second of one writer: each commit accepts n sends and finishes those of the commit before. Compares the
 * store, its writer without the store's threads, a Micronaut Data repository, and raw JDBC with two statements that
 * stay prepared. Run it by hand: {@code java -cp <test class path> com.bhf.kafka.statusstore.ApplyBenchmark}.
 */
final class ApplyBenchmark {
    private static final int ROUNDS = 6;
    private static final long ROUND_NANOS = 4_000_000_000L;

    private final RequestIds ids = new RequestIds(Clock.systemUTC());
    private final HikariDataSource pool;
    private final StatusStore store;
    private final ChangeWriter writer;
    private final RepositoryContext context;
    private List<UUID> previous = List.of();

    private interface Commit {
        void run(int size) throws SQLException;
    }

    private ApplyBenchmark(Path directory) {
        pool = H2Files.pool(
                directory, ";WRITE_DELAY=0;RETENTION_TIME=1000;MAX_LENGTH_INPLACE_LOB=8192;DB_CLOSE_ON_EXIT=FALSE");
        store = StatusStores.open(pool);
        writer = new ChangeWriter(new Transactions(pool, new H2Database(false, false)));
        context = new RepositoryContext(pool);
    }

    public static void main(String[] arguments) throws Exception {
        ApplyBenchmark benchmark = new ApplyBenchmark(Files.createTempDirectory("apply-benchmark"));
        for (int round = 1; round <= ROUNDS; round++) {
            for (int size : new int[] {1, 16, 128}) {
                benchmark.measure(round, "store", size, benchmark::withStore);
                benchmark.measure(round, "writer", size, benchmark::withWriter);
                benchmark.measure(round, "repository", size, benchmark::withRepository);
                benchmark.measureRaw(round, size);
            }
        }
        benchmark.store.close();
        benchmark.pool.close();
    }

    private void measureRaw(int round, int size) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert = connection.prepareStatement(ChangeStatements.INSERT);
                PreparedStatement update = connection.prepareStatement(ChangeStatements.UPDATE)) {
            connection.setAutoCommit(false);
            measure(round, "raw", size, n -> withRawJdbc(connection, insert, update, n));
            connection.setAutoCommit(true);
        }
    }

    private void measure(int round, String way, int size, Commit commit) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.createStatement().execute("DELETE FROM send_status");
        }
        previous = List.of();
        long cpu = cpuNanos();
        long start = System.nanoTime();
        long pairs = 0;
        while (System.nanoTime() - start < ROUND_NANOS) {
            commit.run(size);
            pairs += size;
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double cpuMicros = (cpuNanos() - cpu) / 1e3 / pairs;
        System.out.printf(
                Locale.ROOT,
                "round %d  %-10s %3d rows a commit  %,8.0f pairs/s  %6.1f us of CPU a pair%n",
                round,
                way,
                size,
                pairs / seconds,
                cpuMicros);
    }

    /** Of the whole process: the machine may be shared, its clock is not. */
    private static long cpuNanos() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    private void withStore(int size) {
        store.apply(changes(size));
    }

    private void withWriter(int size) throws SQLException {
        writer.apply(changes(size));
    }

    private List<StatusChange> changes(int size) {
        List<StatusChange> changes = new ArrayList<>();
        List<UUID> accepted = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            AcceptedSend send = send();
            accepted.add(send.requestId());
            changes.add(SendFixtures.accept(send));
        }
        previous.forEach(id -> changes.add(SendFixtures.ok(id, 0)));
        previous = accepted;
        return changes;
    }

    private AcceptedSend send() {
        UUID id = ids.next();
        List<SendHeader> headers = List.of(
                new SendHeader("request-id", id.toString()),
                new SendHeader("event-id", "event-4711"),
                new SendHeader("correlation-id", id.toString()),
                new SendHeader("source", "benchmark"),
                new SendHeader("producer-mode", "idempotent"),
                new SendHeader("send-mode", "async"),
                new SendHeader("timestamp", "2026-03-29T00:59:59.123Z"));
        return new AcceptedSend(
                id,
                DeliveryMode.IDEMPOTENT,
                "event-4711",
                "bhf-transactions",
                null,
                "event-4711",
                new byte[200],
                headers,
                SendFixtures.ACCEPTED_AT);
    }

    private void withRawJdbc(Connection connection, PreparedStatement insert, PreparedStatement update, int size)
            throws SQLException {
        List<StatusChange> changes = changes(size);
        for (StatusChange change : changes) {
            if (change instanceof Accept) {
                ChangeStatements.bindAccept(insert, change);
                insert.addBatch();
            } else {
                ChangeStatements.bindTransition(update, change);
                update.addBatch();
            }
        }
        insert.executeBatch();
        update.executeBatch();
        connection.commit();
    }

    @SuppressWarnings("unchecked")
    private void withRepository(int size) {
        BenchmarkRepository repository = context.bean(BenchmarkRepository.class);
        TransactionOperations<Connection> transactions = context.bean(TransactionOperations.class);
        List<SendRow> accepted = new ArrayList<>();
        List<SendRow> finished = new ArrayList<>();
        for (StatusChange change : changes(size)) {
            if (change instanceof Accept accept) {
                accepted.add(newRow(accept.send()));
            } else {
                finished.add(finishedRow((Transition) change));
            }
        }
        transactions.executeWrite(status -> {
            repository.saveAll(accepted);
            return finished.isEmpty() ? 0 : repository.finish(finished);
        });
    }

    private static SendRow newRow(AcceptedSend send) {
        return new SendRow(
                send.requestId(),
                send.mode().name(),
                send.eventId(),
                send.topic(),
                null,
                send.key().getBytes(StandardCharsets.UTF_8),
                send.value(),
                HeaderCodec.encode(send.headers()),
                SendState.PENDING.name(),
                LogOutcome.UNKNOWN.name(),
                null,
                null,
                null,
                null,
                0,
                send.acceptedAt().toEpochMilli(),
                null,
                null,
                SendFixtures.NOBODY,
                0,
                null);
    }

    private static SendRow finishedRow(Transition transition) {
        Long completedAt = transition.completedAt().toEpochMilli();
        return new SendRow(
                transition.requestId(),
                "",
                "",
                "",
                null,
                null,
                null,
                null,
                transition.state().name(),
                transition.outcome().name(),
                transition.partition(),
                transition.offset(),
                transition.timestamp().toEpochMilli(),
                transition.error(),
                transition.attempts(),
                0,
                completedAt,
                completedAt,
                SendFixtures.NOBODY,
                transition.expectedVersion(),
                null);
    }
}
