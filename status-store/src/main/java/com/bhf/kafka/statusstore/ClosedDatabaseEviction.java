package com.bhf.kafka.statusstore;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;
import java.util.Set;

/**
 * Lets a pool part with all its connections once H2 has closed the database, as it does when the disk is full. It
 * would keep them for ever, because it does not know H2's error codes; a new connection opens the database again.
 */
final class ClosedDatabaseEviction implements SQLExceptionOverride {
    private static final Set<Integer> DATABASE_CLOSED = Set.of(90067, 90098, 90121);

    private final HikariDataSource pool;

    ClosedDatabaseEviction(HikariDataSource pool) {
        this.pool = pool;
    }

    @java.lang.Override // the interface has a member of that name
    public Override adjudicate(SQLException error) {
        if (!DATABASE_CLOSED.contains(error.getErrorCode())) {
            return Override.CONTINUE_EVICT;
        }
        HikariPoolMXBean connections = pool.getHikariPoolMXBean();
        if (connections != null) {
            connections.softEvictConnections();
        }
        return Override.MUST_EVICT;
    }
}
