package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;

/**
 * Starts the repositories' context on a thread of its own while the database is opened: its cold start takes longer
 * than all else, and a write does not need it.
 */
final class RepositoryLoader implements AutoCloseable {
    private final FutureTask<RepositoryContext> start;
    private final Class<? extends SendStatusRepository> type;

    RepositoryLoader(DataSource dataSource, Class<? extends SendStatusRepository> type) {
        this.type = type;
        this.start = new FutureTask<>(() -> new RepositoryContext(dataSource));
        Thread thread = new Thread(start, "status-store-start");
        thread.setDaemon(true);
        thread.start();
    }

    /** Waits for the start of the context, once. */
    SendStatusRepository repository() {
        return context().bean(type);
    }

    private RepositoryContext context() {
        try {
            return start.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StatusStoreException("Interrupted while the status store starts", e);
        } catch (ExecutionException e) {
            throw new StatusStoreException("The status store's repositories did not start", e.getCause());
        }
    }

    @Override
    public void close() {
        context().close();
    }
}
