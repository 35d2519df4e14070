package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.Claim;
import com.bhf.kafka.producer.delivery.KeyedStatus;
import com.bhf.kafka.producer.delivery.SendStatus;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import io.micronaut.data.exceptions.DataAccessException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Keeps statuses in a database: changes them in plain JDBC, and reads them through the repository. */
final class JdbcStatusStore implements StatusStore {
    private final Transactions transactions;
    private final ChangeWriter writer;
    private final Takeover takeover;
    private final RepositoryLoader repositories;
    private final StoreThreads threads;
    private final Runnable releaseDataSource;
    private final AtomicBoolean closed = new AtomicBoolean();

    JdbcStatusStore(
            Transactions transactions,
            RepositoryLoader repositories,
            StoreThreads threads,
            Runnable releaseDataSource) {
        this.transactions = transactions;
        this.writer = new ChangeWriter(transactions);
        this.takeover = new Takeover(transactions);
        this.repositories = repositories;
        this.threads = threads;
        this.releaseDataSource = releaseDataSource;
    }

    @Override
    public List<ChangeResult> apply(List<StatusChange> changes) {
        return changes.isEmpty() ? List.of() : call("be written", () -> writer.apply(changes));
    }

    @Override
    public Optional<SendStatus> find(UUID requestId) {
        return call("be read", () -> repositories.repository().findByRequestId(requestId))
                .map(StatusRow::toStatus);
    }

    @Override
    public Optional<KeyedStatus> find(String topic, String idempotencyKey) {
        String storedTopic = ChangeStatements.storable(topic);
        String storedKey = ChangeStatements.storable(idempotencyKey);
        return call("be read", () -> repositories.repository().findByIdempotencyKey(storedTopic, storedKey))
                .map(KeyedRow::toKeyedStatus);
    }

    @Override
    public Claim claim(UUID owner, Duration lease, int limit) {
        return call("be written", () -> takeover.claim(owner, lease, limit));
    }

    @Override
    public int purge(Instant completedBefore, int limit) {
        return call("be purged", () -> transactions.run(connection -> Purge.run(connection, completedBefore, limit)));
    }

    private <T> T call(String what, Callable<T> task) {
        try {
            return threads.call(task);
        } catch (ExecutionException e) {
            throw translate(what, Objects.requireNonNull(e.getCause()));
        }
    }

    private static RuntimeException translate(String what, Throwable cause) {
        if (cause instanceof UncertainCommitException) {
            return StatusStoreException.inDoubt(
                    "The status store may or may not have committed: " + cause.getMessage(), cause);
        }
        if (isOfTheDatabase(cause)) {
            return new StatusStoreException("The status store cannot " + what + ": " + cause.getMessage(), cause);
        }
        return cause instanceof RuntimeException own ? own : new IllegalStateException(cause);
    }

    /** Micronaut wraps the driver's exceptions in several of its own, some of which it shares with other errors. */
    private static boolean isOfTheDatabase(Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException || cause instanceof DataAccessException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        call("be closed", () -> {
            threads.stop();
            try {
                repositories.close();
            } finally {
                releaseDataSource.run();
            }
            return closed;
        });
    }
}
