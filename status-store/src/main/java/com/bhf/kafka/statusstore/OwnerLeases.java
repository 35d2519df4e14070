package com.bhf.kafka.statusstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The leases of owners, by the clock of the database: in both databases it stands still within a transaction. The
 * same SQL in every dialect.
 */
final class OwnerLeases {
    private static final Duration FENCED_KEPT = Duration.ofDays(1);

    private static final String NOW = "CAST(EXTRACT(EPOCH FROM CURRENT_TIMESTAMP) * 1000 AS BIGINT)";

    private static final String RENEW =
            "UPDATE send_owner SET lease_until = " + NOW + " + ? WHERE owner = ? AND NOT fenced";

    private static final String BEGIN = "INSERT INTO send_owner (owner, lease_until, fenced) SELECT CAST(? AS UUID), "
            + NOW + " + CAST(? AS BIGINT), FALSE WHERE NOT EXISTS (SELECT 1 FROM send_owner WHERE owner = ?)";

    private static final String RUN_OUT =
            "SELECT owner FROM send_owner WHERE NOT fenced AND owner <> ? AND lease_until <= " + NOW
                    + " ORDER BY owner";

    /** Looks again: it may have been renewed in between. */
    private static final String FENCE =
            "UPDATE send_owner SET fenced = TRUE WHERE owner = ? AND NOT fenced AND lease_until <= " + NOW;

    private static final String FENCE_ALL = "UPDATE send_owner SET fenced = TRUE WHERE NOT fenced";

    private static final String HOLDERS = "SELECT owner FROM send_owner WHERE NOT fenced";

    private static final String FORGET = "DELETE FROM send_owner WHERE fenced AND lease_until <= " + NOW
            + " - ? AND NOT EXISTS (SELECT 1 FROM send_status"
            + " WHERE send_status.final_at IS NULL AND send_status.owner = send_owner.owner)";

    private OwnerLeases() {}

    /** @return false when the owner is fenced */
    static boolean renew(Connection connection, UUID owner, Duration lease) throws SQLException {
        return Statements.update(connection, RENEW, lease.toMillis(), owner) == 1
                || Statements.update(connection, BEGIN, owner, lease.toMillis(), owner) == 1;
    }

    /**
     * Fences every other owner whose lease has run out. In the order of their ids: two that fence the same owners do
     * not deadlock.
     *
     * @return who holds a lease
     */
    static Set<UUID> fenceOthers(Connection connection, UUID owner) throws SQLException {
        List<UUID> runOut = Statements.query(connection, RUN_OUT, row -> row.getObject(1, UUID.class), owner);
        Statements.executeBatch(connection, FENCE, runOut, (statement, other) -> statement.setObject(1, other));
        return new HashSet<>(Statements.query(connection, HOLDERS, row -> row.getObject(1, UUID.class)));
    }

    /** For a database that is this process's alone: no former owner can be alive. */
    static void fenceAll(Connection connection) throws SQLException {
        Statements.update(connection, FENCE_ALL);
    }

    /** Deletes owners that were fenced long ago and have nothing open. */
    static void forgetFenced(Connection connection) throws SQLException {
        Statements.update(connection, FORGET, FENCED_KEPT.toMillis());
    }
}
