package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * Opens stores that keep statuses in a database. Needs no application framework around it.
 *
 * <p>What {@code apply} returned survives the death of the process, {@code kill -9} included. It survives a loss of
 * power when the database syncs its commits: PostgreSQL does by default, H2 with {@link StatusStoreSettings#fsync}.
 *
 * <p>Calls of a store cannot be interrupted: they run on threads of its own, and the caller waits for the result.
 */
public final class StatusStores {
    private static final int CONNECTIONS = 6; // one writer at a time, and readers
    private static final int CONNECTION_TIMEOUT_MS = 2_500;
    private static final int IDLE_TIMEOUT_MS = 60_000;

    private StatusStores() {}

    /**
     * Opens the database, creates it when it is an H2 file that does not exist, and migrates the schema. Blocks until
     * that is done: less than a second for a local file; a database that does not answer fails after 2.5 s, and later
     * calls of the store after 2.5 s or, where PostgreSQL falls silent within one, after 5 s ({@code connectTimeout},
     * {@code loginTimeout} and {@code socketTimeout} in the URL change that). The store is thread-safe; {@link
     * StatusStore#close} closes its connections and file.
     *
     * <p>An H2 file, or one in memory, is this process's alone: all who owned sends before are dead, so {@link
     * StatusStore#claim} takes over what they left without waiting for a lease. Behind H2's server and in PostgreSQL
     * it waits.
     *
     * @throws InvalidSettingException a setting cannot be used. Not retriable
     * @throws StatusStoreException the database cannot be opened or migrated now, for example because another process
     *     has the H2 file open. Retriable
     */
    public static StatusStore open(StatusStoreSettings settings) {
        Database database = databaseOf(settings);
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName("status-store");
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.user());
        pool.setPassword(settings.password());
        pool.setMaximumPoolSize(CONNECTIONS);
        pool.setMinimumIdle(1);
        pool.setConnectionTimeout(CONNECTION_TIMEOUT_MS);
        pool.setIdleTimeout(IDLE_TIMEOUT_MS);
        database.configure(pool);
        return open(pool, database, "The status store " + settings.printableUrl() + " cannot be opened", pool::close);
    }

    /**
     * Keeps statuses in a database that the caller has a pool for; the tables are the store's own. For H2 the pool's
     * URL must say {@code WRITE_DELAY=0}, and should say {@code MAX_LENGTH_INPLACE_LOB=8192}, without which a send costs
     * a third more; for PostgreSQL it should bound how long the driver waits ({@code
     * socketTimeout}). Connections must come in auto-commit mode; each call of the store takes one
     * and gives it back, and never joins a transaction of the caller. {@link StatusStore#close} leaves the pool open.
     * Blocks as {@link #open(StatusStoreSettings)} does, and for as long as the pool lets it wait.
     *
     * @throws InvalidSettingException the database is not supported or loses commits on a crash. Not retriable
     * @throws StatusStoreException the database cannot be reached or migrated now. Retriable
     */
    public static StatusStore open(DataSource dataSource) {
        String failure = "The status store cannot be opened on its data source";
        Database database;
        try (Connection connection = dataSource.getConnection()) {
            if (!connection.getAutoCommit()) {
                throw new InvalidSettingException("auto-commit of the data source", false, "true");
            }
            database = databaseOf(connection);
        } catch (SQLException e) {
            throw new StatusStoreException(failure + ": " + e.getMessage(), e);
        }
        return open(dataSource, database, failure, () -> {});
    }

    private static Database databaseOf(StatusStoreSettings settings) {
        return settings.url().startsWith(StatusStoreSettings.H2)
                ? new H2Database(settings.fsync(), H2Url.isEmbedded(settings.url()))
                : new PostgreSqlDatabase();
    }

    private static Database databaseOf(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "H2" -> new H2Database(false, false);
            case "PostgreSQL" -> new PostgreSqlDatabase();
            default -> throw new InvalidSettingException("database of the data source", product, "H2 or PostgreSQL");
        };
    }

    private static StatusStore open(DataSource dataSource, Database database, String failure, Runnable release) {
        RepositoryLoader repositories = new RepositoryLoader(dataSource, database.repository());
        JdbcStatusStore store = new JdbcStatusStore(
                new Transactions(dataSource, database), repositories, new StoreThreads(CONNECTIONS), release);
        try (Connection connection = dataSource.getConnection()) {
            database.verify(connection);
            SchemaMigration.migrate(dataSource, connection, database.migrations());
            if (database.isExclusive()) {
                OwnerLeases.fenceAll(connection);
            }
            return store;
        } catch (SQLException | PoolInitializationException | FlywayException e) {
            store.close();
            String reason = explain(database, e).orElse(String.valueOf(e.getMessage()));
            throw new StatusStoreException(failure + ": " + reason, e);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Optional<String> explain(Database database, Throwable error) {
        for (@Nullable Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && database.explain(sql).isPresent()) {
                return database.explain(sql);
            }
        }
        return Optional.empty();
    }
}
