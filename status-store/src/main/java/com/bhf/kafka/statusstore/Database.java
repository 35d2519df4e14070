package com.bhf.kafka.statusstore;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** What differs between databases. Adding one: an implementation, a sub-interface of the repository, a migration folder. */
interface Database {

    /** The class-path folder of its migrations. */
    String migrations();

    Class<? extends SendStatusRepository> repository();

    /** Sets URL, lifetimes and sizes of a pool that is not started yet. */
    void configure(HikariDataSource pool);

    /**
     * Refuses a database that would lose what was committed.
     *
     * @throws com.bhf.kafka.producer.InvalidSettingException it is set up so that a crash loses commits
     */
    void verify(Connection connection) throws SQLException;

    /** Whether no other process can have the database open while this one has: former owners of sends are dead then. */
    boolean isExclusive();

    /** Runs after each commit and before its changes are reported as done. */
    void afterCommit(Connection connection) throws SQLException;

    /** Says in plain words what an error means, where the driver's own message does not. */
    Optional<String> explain(SQLException error);
}
