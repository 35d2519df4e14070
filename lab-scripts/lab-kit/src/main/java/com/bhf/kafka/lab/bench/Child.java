package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A process of the benchmark. Its output goes to a file in the folder of the run. Thread-safe. */
final class Child implements AutoCloseable {

    private static final Duration TERM_BOUND = Duration.ofSeconds(20);
    private static final int LOG_TAIL_LINES = 12;
    private static final Set<Child> RUNNING = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Path log;
    private final Process process;

    private Child(String name, Path log, Process process) {
        this.name = name;
        this.log = log;
        this.process = process;
    }

    static Child start(String name, List<String> command, Map<String, String> environment, Path folder) {
        Path log = folder.resolve(name + ".log");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(environment);
            Child child = new Child(name, log, builder.start());
            RUNNING.add(child);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /** A command line that begins with the java of this JVM. */
    static List<String> java(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(arguments));
        return command;
    }

    /** SIGKILL to all that run, when this JVM ends; returns when they are gone. */
    static void killAll() {
        RUNNING.forEach(child -> child.process.destroyForcibly());
        RUNNING.forEach(child -> child.process.onExit().join());
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Blocks until it has ended with status 0. */
    void awaitSuccess(Duration bound) throws InterruptedException {
        if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new BenchException(name + " did not end within " + bound.toSeconds() + " s" + logTail());
        }
        RUNNING.remove(this);
        if (process.exitValue() != 0) {
            throw new BenchException(name + " ended with status " + process.exitValue() + logTail());
        }
    }

    List<String> output() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read what " + name + " said", e);
        }
    }

    String logTail() {
        List<String> lines = output();
        return "; the end of its log:\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size()));
    }

    /** SIGTERM, and SIGKILL when that does not end it. Returns when it is gone. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(TERM_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        RUNNING.remove(this);
    }
}
