package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Applies a batch of changes in one transaction, in plain JDBC: a Micronaut Data repository returns the sum of a
 * batch's update counts, and compare-and-set needs each. It also costs more, see {@code ApplyBenchmark}.
 */
final class ChangeWriter {
    static final String UNIQUE_VIOLATION = "23505";

    /** Another writer was there first, or the database broke a deadlock. It rolls back, and may be tried again. */
    private static final Set<String> LOST_RACE = Set.of(UNIQUE_VIOLATION, "40001", "40P01");

    private static final String LOOK = "SELECT 1 FROM send_status WHERE request_id = ?";

    private final Transactions transactions;

    ChangeWriter(Transactions transactions) {
        this.transactions = transactions;
    }

    List<ChangeResult> apply(List<StatusChange> changes) throws SQLException {
        ChangePlan plan = new ChangePlan(changes);
        ChangeResult[] results = new ChangeResult[changes.size()];
        try {
            return transactions.run(connection -> new BatchedChanges(connection, results).apply(plan));
        } catch (UncertainCommitException e) {
            throw transactions.areConclusive() && isRefuted(changes, results) ? e.refuted() : e;
        } catch (SQLException e) {
            if (!hasState(LOST_RACE, e)) {
                throw e;
            }
            // Most often an id exists already. The transaction is lost (PostgreSQL cannot go on in it), so: again,
            // with a savepoint for each new row. Rare, and slower only then.
            return transactions.run(connection -> new SingleChanges(connection, results).apply(plan));
        }
    }

    /** All is committed or nothing: if one new row is not there, none is. */
    private boolean isRefuted(List<StatusChange> changes, ChangeResult[] results) {
        for (int i = 0; i < results.length; i++) {
            if (changes.get(i) instanceof Accept accept && results[i] == ChangeResult.APPLIED) {
                return isAbsent(accept.requestId());
            }
        }
        return false;
    }

    private boolean isAbsent(UUID requestId) {
        try {
            return transactions
                    .run(connection -> Statements.query(connection, LOOK, row -> 1, requestId))
                    .isEmpty();
        } catch (SQLException e) {
            return false;
        }
    }

    static boolean hasState(Set<String> states, SQLException error) {
        for (@Nullable SQLException next = error; next != null; next = next.getNextException()) {
            if (next.getSQLState() != null && states.contains(next.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    static ChangeResult resultOf(int updateCount) throws SQLException {
        return switch (updateCount) {
            case 1 -> ChangeResult.APPLIED;
            case 0 -> ChangeResult.CONFLICT;
            default -> throw new SQLException("An update count of " + updateCount + " for one id indicates a bug");
        };
    }
}
