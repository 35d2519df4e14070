package com.bhf.kafka.lab.crash;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;

/** A real PostgreSQL whose binaries come from Maven; it ends with this JVM. */
final class PostgresServer implements Store {

    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    private PostgresServer(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.server = started();
    }

    static PostgresServer launch(Path folder, int port) {
        try {
            return new PostgresServer(folder, port);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL", e);
        }
    }

    /** As it is in production: the library's own settings may lose commits. */
    private EmbeddedPostgres started() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .start();
    }

    @Override
    public Map<String, String> environment() {
        return Map.of(
                "STATUS_STORE_URL",
                "jdbc:postgresql://localhost:" + port + "/postgres",
                "STATUS_STORE_USER",
                "postgres",
                "STATUS_STORE_PASSWORD",
                "postgres");
    }

    @Override
    public void stop() {
        close();
    }

    @Override
    public void start() {
        try {
            server = started();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL again", e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop PostgreSQL", e);
        }
    }
}
