package com.bhf.kafka.statusstore;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for all tests of a JVM, with which it ends. Each test takes a schema of its own. */
final class PostgreSqlServer {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private PostgreSqlServer() {}

    private static final class Started {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                // The library starts a server that may lose commits, which the store refuses.
                return EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setDataDirectoryCustomizer(PostgreSqlServer::askForThePasswordOfStrictUser)
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Everybody else comes in without. */
    private static void askForThePasswordOfStrictUser(File dataDirectory) {
        Path rules = dataDirectory.toPath().resolve("pg_hba.conf");
        try {
            Files.writeString(rules, "host all strict all scram-sha-256\n" + Files.readString(rules));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Settings of a new schema: a database of its own for each test would be a thousand files each. */
    static StatusStoreSettings newSchema() throws SQLException {
        return settings(urlOfNewSchema());
    }

    static String urlOfNewSchema() throws SQLException {
        String name = newName();
        execute("CREATE SCHEMA " + name);
        return url("postgres") + "?currentSchema=" + name;
    }

    static String newName() {
        return "test_" + NAMES.incrementAndGet();
    }

    static String url(String database) {
        return "jdbc:postgresql://localhost:" + Started.SERVER.getPort() + "/" + database;
    }

    static StatusStoreSettings settings(String url) {
        return new StatusStoreSettings(url, "postgres", "postgres", false);
    }

    /** As the superuser, in the server's own database. */
    static void execute(String sql) throws SQLException {
        try (Connection connection = Started.SERVER.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
