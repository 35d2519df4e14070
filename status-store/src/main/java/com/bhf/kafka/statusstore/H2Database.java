package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.InvalidSettingException;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** H2: in a file of this process, in memory, or behind H2's own server. */
final class H2Database implements Database {
    private static final int ALREADY_OPEN = 90020;
    private static final String WRITE_DELAY =
            "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'";

    private final boolean fsync;
    private final boolean exclusive;

    H2Database(boolean fsync, boolean exclusive) {
        this.fsync = fsync;
        this.exclusive = exclusive;
    }

    @Override
    public String migrations() {
        return "db/status-store/h2";
    }

    @Override
    public Class<? extends SendStatusRepository> repository() {
        return H2SendStatusRepository.class;
    }

    @Override
    public void configure(HikariDataSource pool) {
        pool.setJdbcUrl(H2Url.complete(pool.getJdbcUrl()));
        // H2 closes its file with the last connection, so one is always kept.
        pool.setMinimumIdle(1);
        pool.setMaxLifetime(0);
        pool.setExceptionOverride(new ClosedDatabaseEviction(pool));
    }

    /**
     * {@code SET WRITE_DELAY 0} would not do: it is lost when H2 closes and opens the file again within one process,
     * which happens whenever a pool has no connection left. Only the URL is with every connection.
     */
    @Override
    public void verify(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(WRITE_DELAY)) {
            String delay = result.next() ? result.getString(1) : "unknown";
            if (!"0".equals(delay)) {
                throw new InvalidSettingException(
                        "WRITE_DELAY of the H2 data source",
                        delay,
                        "0: add ;WRITE_DELAY=0 to its URL, or H2 loses committed rows on a kill");
            }
        }
    }

    /** H2 locks its file, and one in memory is nobody else's. */
    @Override
    public boolean isExclusive() {
        return exclusive;
    }

    /** H2 does not fsync on commit; {@code CHECKPOINT SYNC} forces what is written to the device. */
    @Override
    public void afterCommit(Connection connection) throws SQLException {
        if (fsync) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
        }
    }

    @Override
    public Optional<String> explain(SQLException error) {
        if (error.getErrorCode() == ALREADY_OPEN) {
            return Optional.of("another process has the H2 file open; stop it, give this one a file of its own,"
                    + " or let both share a PostgreSQL");
        }
        return Optional.empty();
    }
}
