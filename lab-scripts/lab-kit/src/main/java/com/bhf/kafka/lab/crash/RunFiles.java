package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.history.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder of one run, and what of it is kept. */
final class RunFiles {

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

    private static final int DELETE_TRIES = 30;
    private static final long BETWEEN_TRIES_NANOS = 200_000_000;

    private final CrashTestOptions options;
    private final Path folder;
    private final String name;
    private final Thread cleanUpAtExit = new Thread(this::endAndDelete, "crash-test-cleanup");

    private RunFiles(CrashTestOptions options, Path folder, String name) {
        this.options = options;
        this.folder = folder;
        this.name = name;
    }

    static RunFiles create(CrashTestOptions options) {
        try {
            String name = "crash-test-" + LocalDateTime.now(ZoneOffset.UTC).format(STAMP) + "-seed-" + options.seed();
            RunFiles files = new RunFiles(options, newFolder(options.work()), name);
            Runtime.getRuntime().addShutdownHook(files.cleanUpAtExit);
            ReportText.options(options).forEach(files::log);
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    private static Path newFolder(@Nullable Path parent) throws IOException {
        return parent == null
                ? Files.createTempDirectory("crash-test-")
                : Files.createTempDirectory(Files.createDirectories(parent).toAbsolutePath(), "crash-test-");
    }

    Path folder() {
        return folder;
    }

    Path history() {
        return folder.resolve("history.jsonl");
    }

    void log(String line) {
        try {
            Files.writeString(
                    logFile(),
                    LocalDateTime.now(ZoneOffset.UTC) + " " + line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the log of the run", e);
        }
    }

    private Path logFile() {
        return folder.resolve(name + ".log");
    }

    /** Writes report and summary, keeps what was asked for, and deletes the rest of a run without violations. */
    void finish(Report report) {
        ReportText.lines(report).forEach(this::log);
        try {
            Path summary = folder.resolve(name + ".json");
            Files.writeString(summary, ReportText.json(options, report));
            Path results = options.results();
            if (results != null) {
                Files.createDirectories(results);
                for (Path file : new Path[] {logFile(), summary}) {
                    Files.copy(file, results.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            keep();
            if (!report.hasViolations()) {
                delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep the results", e);
        }
    }

    /** From now on the end of this JVM, by Ctrl-C for one, does not delete the folder. */
    void keep() {
        try {
            Runtime.getRuntime().removeShutdownHook(cleanUpAtExit);
        } catch (IllegalStateException e) {
            // It is ending, so what failed failed because of that: nothing is to be told.
            awaitTheEnd();
        }
    }

    private static void awaitTheEnd() {
        while (true) {
            LockSupport.park();
        }
    }

    private void endAndDelete() {
        ChildProcess.endAll();
        for (int i = 0; i < DELETE_TRIES && Files.exists(folder); i++) {
            try {
                delete();
            } catch (IOException | UncheckedIOException e) {
                // A database that is ending as well still writes to it.
                LockSupport.parkNanos(BETWEEN_TRIES_NANOS);
            }
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
