package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.statusstore.ChangePlan.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.List;
import java.util.Set;

/** Applies a plan change by change, with a savepoint before each new row, so that a taken id costs only that row. */
final class SingleChanges {
    private static final Set<String> TAKEN = Set.of(ChangeWriter.UNIQUE_VIOLATION);

    private final Connection connection;
    private final ChangeResult[] results;

    SingleChanges(Connection connection, ChangeResult[] results) {
        this.connection = connection;
        this.results = results;
    }

    List<ChangeResult> apply(ChangePlan plan) throws SQLException {
        for (List<Step> phase : plan.phases()) {
            for (Step step : phase) {
                results[step.position()] = step.change() instanceof Accept ? insert(step) : update(step);
            }
        }
        return List.of(results);
    }

    private ChangeResult insert(Step step) throws SQLException {
        Savepoint before = connection.setSavepoint();
        try {
            ChangeResult result = step.key() == null ? ChangeResult.APPLIED : takeKey(step.change());
            if (result == ChangeResult.APPLIED) {
                result = execute(ChangeStatements.INSERT, step.change(), ChangeStatements::bindAccept);
            }
            connection.releaseSavepoint(before);
            return result;
        } catch (SQLException e) {
            if (!ChangeWriter.hasState(TAKEN, e)) {
                throw e;
            }
            connection.rollback(before);
            return ChangeResult.CONFLICT;
        }
    }

    private ChangeResult takeKey(StatusChange change) throws SQLException {
        return execute(ChangeStatements.TAKE_KEY, change, ChangeStatements::bindKey);
    }

    private ChangeResult update(Step step) throws SQLException {
        ChangeResult result = execute(ChangeStatements.UPDATE, step.change(), ChangeStatements::bindTransition);
        if (step.freesKey() && result == ChangeResult.APPLIED) {
            Statements.execute(connection, ChangeStatements.FREE_KEY, step.change(), ChangeStatements::bindId);
        }
        return result;
    }

    private ChangeResult execute(String sql, StatusChange change, Statements.Binder<StatusChange> binder)
            throws SQLException {
        return ChangeWriter.resultOf(Statements.execute(connection, sql, change, binder));
    }
}
