package com.bhf.kafka.api;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A real PostgreSQL that syncs its commits, to be stopped, killed and frozen; it ends with this JVM. */
final class PostgresServer implements AutoCloseable {
    private final Path data = TestSettings.newFolder().resolve("postgres");
    private final int port = FreePort.next();
    private EmbeddedPostgres server;

    private PostgresServer() {}

    static PostgresServer launch() {
        PostgresServer launched = new PostgresServer();
        launched.start();
        return launched;
    }

    /** With the data and on the port that it had before. */
    void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> settings() {
        return Map.of(
                "STATUS_STORE_URL", "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                "STATUS_STORE_USER", "postgres",
                "STATUS_STORE_PASSWORD", "postgres");
    }

    /** SIGKILL of all its processes. */
    void killDashNine() {
        ProcessHandle[] processes = processes();
        Signals.send("KILL", processes);
        for (ProcessHandle process : processes) {
            process.onExit().join();
        }
    }

    /** SIGSTOP of all its processes: connections stay open, new ones are taken, and none is answered. */
    void freeze() {
        Signals.send("STOP", processes());
    }

    void thaw() {
        Signals.send("CONT", processes());
    }

    /** The one that makes the others comes first; the library knows only the one that started it. */
    private ProcessHandle[] processes() {
        ProcessHandle first =
                ProcessHandle.of(Long.parseLong(pidLines().get(0).strip())).orElseThrow();
        return Stream.concat(Stream.of(first), first.descendants()).toArray(ProcessHandle[]::new);
    }

    private List<String> pidLines() {
        try {
            return Files.readAllLines(data.resolve("postmaster.pid"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
