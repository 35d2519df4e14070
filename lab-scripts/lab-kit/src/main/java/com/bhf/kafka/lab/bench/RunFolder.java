package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The fresh folder of one run; deleted at the end of the JVM, however that comes, after its processes have ended. */
final class RunFolder {

    private static final int DELETE_TRIES = 30;
    private static final long BETWEEN_TRIES_NANOS = 200_000_000;

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    static RunFolder create(@Nullable Path parent) {
        try {
            RunFolder folder = new RunFolder(
                    parent == null
                            ? Files.createTempDirectory("bench-")
                            : Files.createTempDirectory(
                                    Files.createDirectories(parent).toAbsolutePath(), "bench-"));
            Runtime.getRuntime().addShutdownHook(new Thread(folder::endAndDelete, "bench-cleanup"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a folder for the run", e);
        }
    }

    Path path() {
        return path;
    }

    private void endAndDelete() {
        Child.killAll();
        for (int i = 0; i < DELETE_TRIES && Files.exists(path); i++) {
            try {
                delete();
            } catch (IOException | UncheckedIOException e) {
                // A process of a process, as PostgreSQL has them, still writes to it.
                LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
            }
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
