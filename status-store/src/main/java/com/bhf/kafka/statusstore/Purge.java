package com.bhf.kafka.statusstore;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deletes old final rows and their idempotency keys. The same SQL in every dialect. */
final class Purge {
    /** The lower bound keeps H2 from walking through all open rows first. */
    static final String OLDEST = """
            SELECT request_id FROM send_status WHERE final_at >= 0 AND final_at < ?
            ORDER BY final_at, owner, request_id LIMIT ?""";

    private static final String DELETE_KEYS = "DELETE FROM idempotency_key WHERE request_id = ANY (?)";

    private static final String DELETE_ROWS = "DELETE FROM send_status WHERE request_id = ANY (?)";

    private Purge() {}

    /** @return how many; of rows that another instance deletes at the same time it is that one that counts them */
    static int run(Connection connection, Instant completedBefore, int limit) throws SQLException {
        List<UUID> ids = Statements.query(
                connection, OLDEST, row -> row.getObject(1, UUID.class), completedBefore.toEpochMilli(), limit);
        if (ids.isEmpty()) {
            return 0;
        }
        Array array = Statements.idArray(connection, ids);
        Statements.update(connection, DELETE_KEYS, array);
        return Statements.update(connection, DELETE_ROWS, array);
    }
}
