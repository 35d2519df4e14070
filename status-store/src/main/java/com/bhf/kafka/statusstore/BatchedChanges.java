package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.statusstore.ChangePlan.Step;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Applies a plan with one JDBC batch per phase. Fails when a new row's id is taken. */
final class BatchedChanges {
    private final Connection connection;
    private final ChangeResult[] results;

    BatchedChanges(Connection connection, ChangeResult[] results) {
        this.connection = connection;
        this.results = results;
    }

    List<ChangeResult> apply(ChangePlan plan) throws SQLException {
        for (List<Step> phase : plan.phases()) {
            if (phase.isEmpty()) {
                continue;
            }
            if (phase.get(0).change() instanceof Accept) {
                execute(ChangeStatements.INSERT, takeKeys(phase), ChangeStatements::bindAccept);
            } else {
                execute(ChangeStatements.UPDATE, phase, ChangeStatements::bindTransition);
                freeKeys(phase);
            }
        }
        return List.of(results);
    }

    /** @return the new rows without a key, and those whose key is now theirs */
    private List<Step> takeKeys(List<Step> accepts) throws SQLException {
        List<Step> keyed = accepts.stream().filter(step -> step.key() != null).toList();
        if (keyed.isEmpty()) {
            return accepts;
        }
        execute(ChangeStatements.TAKE_KEY, keyed, ChangeStatements::bindKey);
        List<Step> winners = new ArrayList<>(accepts);
        winners.removeIf(step -> step.key() != null && results[step.position()] != ChangeResult.APPLIED);
        return winners;
    }

    private void freeKeys(List<Step> transitions) throws SQLException {
        List<StatusChange> freed = transitions.stream()
                .filter(step -> step.freesKey() && results[step.position()] == ChangeResult.APPLIED)
                .map(Step::change)
                .toList();
        Statements.executeBatch(connection, ChangeStatements.FREE_KEY, freed, ChangeStatements::bindId);
    }

    private void execute(String sql, List<Step> steps, Statements.Binder<StatusChange> binder) throws SQLException {
        int[] counts = Statements.executeBatch(
                connection, sql, steps, (statement, step) -> binder.bind(statement, step.change()));
        for (int i = 0; i < counts.length; i++) {
            Step step = steps.get(i);
            results[step.position()] = resultOf(step.change(), counts[i]);
        }
    }

    /** A driver told to join the inserts of a batch gives no count for each; but one that did not fail has inserted. */
    private static ChangeResult resultOf(StatusChange change, int updateCount) throws SQLException {
        boolean joined = updateCount == Statement.SUCCESS_NO_INFO && change instanceof Accept;
        return joined ? ChangeResult.APPLIED : ChangeWriter.resultOf(updateCount);
    }
}
