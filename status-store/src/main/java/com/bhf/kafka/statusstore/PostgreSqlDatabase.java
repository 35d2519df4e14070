package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.InvalidSettingException;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** PostgreSQL, which several instances may share. */
final class PostgreSqlDatabase implements Database {
    private static final int VALIDATION_TIMEOUT_MS = 1_000;

    /** What the driver would otherwise wait for without end, or nearly so. An entry of the URL wins. */
    private static final Map<String, String> DRIVER_DEFAULTS = Map.of(
            "connectTimeout", "2", // seconds, as all of them
            "loginTimeout", "3",
            "socketTimeout", "5", // with the pool's wait before it, what an accepted send waits at most
            "cancelSignalTimeout", "2",
            "tcpKeepAlive", "true",
            "targetServerType", "primary", // of several hosts in the URL; a standby cannot be written
            "ApplicationName", "status-store");

    /**
     * The server ends what a client leaves behind that vanished without closing its connection: the locks of its last
     * transaction would stop the instance that takes over.
     */
    private static final String SESSION = "SET idle_in_transaction_session_timeout = '10s'; SET lock_timeout = '3s'";

    /** With {@code synchronous_commit} at local, remote_write, on or remote_apply the server's own log is synced. */
    private static final List<Requirement> REQUIREMENTS = List.of(
            new Requirement("synchronous_commit", "off", "on: with off a crash of the server loses commits"),
            new Requirement("fsync", "off", "on: with off a crash of the machine loses or breaks the database"));

    private record Requirement(String setting, String refused, String allowed) {}

    @Override
    public String migrations() {
        return "db/status-store/postgresql";
    }

    @Override
    public Class<? extends SendStatusRepository> repository() {
        return PostgreSqlSendStatusRepository.class;
    }

    @Override
    public void configure(HikariDataSource pool) {
        DRIVER_DEFAULTS.forEach(pool::addDataSourceProperty);
        pool.setValidationTimeout(VALIDATION_TIMEOUT_MS);
        pool.setConnectionInitSql(SESSION);
        // Empty, they would hide what the URL or the driver's password file says.
        if (pool.getUsername().isEmpty()) {
            pool.setUsername(null);
        }
        if (pool.getPassword().isEmpty()) {
            pool.setPassword(null);
        }
    }

    @Override
    public void verify(Connection connection) throws SQLException {
        for (Requirement requirement : REQUIREMENTS) {
            String value = show(connection, requirement.setting());
            if (value.equals(requirement.refused())) {
                throw new InvalidSettingException(
                        requirement.setting() + " of PostgreSQL", value, requirement.allowed());
            }
        }
        String encoding = show(connection, "server_encoding");
        if (!encoding.equals("UTF8")) {
            throw new InvalidSettingException(
                    "server_encoding of PostgreSQL", encoding, "UTF8: another refuses some texts");
        }
    }

    private static String show(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SHOW " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    @Override
    public boolean isExclusive() {
        return false;
    }

    /** PostgreSQL syncs its log within the commit. */
    @Override
    public void afterCommit(Connection connection) {}

    /** The driver's own messages are plain. */
    @Override
    public Optional<String> explain(SQLException error) {
        return Optional.empty();
    }
}
