package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.statusstore.ChangePlan.Step;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Applies a batch of changes in one transaction, in plain JDBC: a Micronaut Data repository returns the sum of a
 * batch's update counts, and compare-and-set needs each. It also costs more, see {@code ApplyBenchmark}.
 */
final class ChangeWriter {
    private static final String UNIQUE_VIOLATION = "23505";

    private final DataSource dataSource;
    private final Database database;

    ChangeWriter(DataSource dataSource, Database database) {
        this.dataSource = dataSource;
        this.database = database;
    }

    List<ChangeResult> apply(List<StatusChange> changes) throws SQLException {
        ChangePlan plan = new ChangePlan(changes);
        ChangeResult[] results = new ChangeResult[changes.size()];
        try (Connection connection = dataSource.getConnection()) {
            try {
                inTransaction(connection, () -> applyInBatches(connection, plan, results));
            } catch (SQLException e) {
                if (!isDuplicate(e)) {
                    throw e;
                }
                // An id exists already. The transaction is lost (PostgreSQL cannot go on in it), so: again, with
                // a savepoint for each new row. Rare, and slower only then.
                inTransaction(connection, () -> applyOneByOne(connection, plan, results));
            }
            database.afterCommit(connection);
        }
        return List.of(results);
    }

    private interface Work {
        void run() throws SQLException;
    }

    private static void inTransaction(Connection connection, Work work) throws SQLException {
        connection.setAutoCommit(false);
        try {
            work.run();
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            rollback(connection, e);
            throw e;
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static void applyInBatches(Connection connection, ChangePlan plan, ChangeResult[] results)
            throws SQLException {
        for (List<Step> phase : plan.phases()) {
            if (!phase.isEmpty()) {
                executeBatch(connection, phase, results);
            }
        }
    }

    private static void executeBatch(Connection connection, List<Step> steps, ChangeResult[] results)
            throws SQLException {
        String sql = ChangeStatements.sqlOf(steps.get(0).change());
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Step step : steps) {
                ChangeStatements.bind(statement, step.change());
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            for (int i = 0; i < counts.length; i++) {
                results[steps.get(i).position()] = resultInBatch(steps.get(i).change(), counts[i]);
            }
        }
    }

    private static void applyOneByOne(Connection connection, ChangePlan plan, ChangeResult[] results)
            throws SQLException {
        for (List<Step> phase : plan.phases()) {
            for (Step step : phase) {
                results[step.position()] =
                        step.change() instanceof Accept ? insert(connection, step) : execute(connection, step);
            }
        }
    }

    private static ChangeResult insert(Connection connection, Step step) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            ChangeResult result = execute(connection, step);
            connection.releaseSavepoint(before);
            return result;
        } catch (SQLException e) {
            if (!isDuplicate(e)) {
                throw e;
            }
            connection.rollback(before);
            return ChangeResult.CONFLICT;
        }
    }

    private static ChangeResult execute(Connection connection, Step step) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ChangeStatements.sqlOf(step.change()))) {
            ChangeStatements.bind(statement, step.change());
            return resultOf(statement.executeUpdate());
        }
    }

    /** A driver told to join the inserts of a batch gives no count for each; but one that did not fail has inserted. */
    private static ChangeResult resultInBatch(StatusChange change, int updateCount) throws SQLException {
        boolean joined = updateCount == Statement.SUCCESS_NO_INFO && change instanceof Accept;
        return joined ? ChangeResult.APPLIED : resultOf(updateCount);
    }

    private static ChangeResult resultOf(int updateCount) throws SQLException {
        return switch (updateCount) {
            case 1 -> ChangeResult.APPLIED;
            case 0 -> ChangeResult.CONFLICT;
            default -> throw new SQLException("An update count of " + updateCount + " for one id indicates a bug");
        };
    }

    private static boolean isDuplicate(@Nullable SQLException e) {
        for (SQLException next = e; next != null; next = next.getNextException()) {
            if (UNIQUE_VIOLATION.equals(next.getSQLState())) {
                return true;
            }
        }
        return false;
    }
}
