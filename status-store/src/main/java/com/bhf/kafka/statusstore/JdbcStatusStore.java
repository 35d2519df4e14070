package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.OpenSend;
import com.bhf.kafka.producer.delivery.SendStatus;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Keeps statuses in a database: writes in plain JDBC, reads and purges through the repository. */
final class JdbcStatusStore implements StatusStore {
    private final ChangeWriter writer;
    private final RepositoryLoader repositories;
    private final Runnable releaseDataSource;
    private final AtomicBoolean closed = new AtomicBoolean();

    JdbcStatusStore(ChangeWriter writer, RepositoryLoader repositories, Runnable releaseDataSource) {
        this.writer = writer;
        this.repositories = repositories;
        this.releaseDataSource = releaseDataSource;
    }

    @Override
    public List<ChangeResult> apply(List<StatusChange> changes) {
        requireOpen();
        if (changes.isEmpty()) {
            return List.of();
        }
        try {
            return writer.apply(changes);
        } catch (SQLException e) {
            throw new StatusStoreException("The status store cannot be written: " + e.getMessage(), e);
        }
    }

    @Override
    public Optional<SendStatus> find(UUID requestId) {
        return ask(repository -> repository.findByRequestId(requestId)).map(StatusRow::toStatus);
    }

    @Override
    public List<OpenSend> findOpen(UUID after, int limit) {
        return ask(repository -> repository.findOpen(after, limit)).stream()
                .map(SendRow::toOpenSend)
                .toList();
    }

    @Override
    public int purge(Instant completedBefore, int limit) {
        return ask(repository -> repository.purge(completedBefore.toEpochMilli(), limit));
    }

    private <T> T ask(Function<SendStatusRepository, T> question) {
        requireOpen();
        try {
            return question.apply(repositories.repository());
        } catch (DataAccessException | ConnectionException e) {
            throw new StatusStoreException("The status store does not answer: " + e.getMessage(), e);
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new StatusStoreException("The status store is closed", null);
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            repositories.close();
        } finally {
            releaseDataSource.run();
        }
    }
}
