package com.bhf.kafka.statusstore;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Runs work in transactions, each on a connection of its own. */
final class Transactions {
    private final DataSource dataSource;
    private final Database database;

    interface Work<T> {
        T run(Connection connection) throws SQLException;
    }

    Transactions(DataSource dataSource, Database database) {
        this.dataSource = dataSource;
        this.database = database;
    }

    /**
     * @throws UncertainCommitException it failed in the commit or after it
     * @throws SQLException it failed before; nothing was changed
     */
    <T> T run(Work<T> work) throws SQLException {
        boolean committing = false;
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            T result = runOrRollBack(connection, work);
            committing = true;
            connection.commit();
            connection.setAutoCommit(true);
            database.afterCommit(connection);
            return result;
        } catch (SQLException e) {
            throw committing ? new UncertainCommitException(e) : e;
        }
    }

    /**
     * Whether a commit that failed is over, so that what is read after it tells what became of it. A server may still
     * be at it; a database in this process is not: after an error of its file H2 closes it, and reads it afresh.
     */
    boolean areConclusive() {
        return database.isExclusive();
    }

    private static <T> T runOrRollBack(Connection connection, Work<T> work) throws SQLException {
        try {
            return work.run(connection);
        } catch (SQLException | RuntimeException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
