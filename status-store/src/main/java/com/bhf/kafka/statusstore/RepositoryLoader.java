package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStoreException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import javax.sql.DataSource;

/**
 * Starts the repositories' context when it is first needed: its cold start takes longer than all else in
 * the store, and a write does not need it.
 */
final class RepositoryLoader implements AutoCloseable {
    private final FutureTask<RepositoryContext> start;
    private final Class<? extends SendStatusRepository> type;

    RepositoryLoader(DataSource dataSource, Class<? extends SendStatusRepository> type) {
        this.type = type;
        this.start = new FutureTask<>(() -> new RepositoryContext(dataSource));
    }

    /** The first call starts the context, which takes half a second; others wait for it. */
    SendStatusRepository repository() {
        return context().bean(type);
    }

    private RepositoryContext context() {
        start.run(); // does nothing but the first time
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
        // Cancelled when it was never needed.
        if (!start.cancel(false)) {
            context().close();
        }
    }
}
