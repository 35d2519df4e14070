package com.bhf.kafka.lab.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that can be started again and again. Not thread-safe but for {@link #isAlive} and {@link #endAll}. */
public final class ChildProcess {

    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final int LOG_TAIL_LINES = 15;
    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path folder;
    private final Path log;
    private volatile @Nullable Process process;

    public ChildProcess(String name, List<String> command, Map<String, String> environment, Path folder) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.folder = folder;
        this.log = folder.resolve(name + ".log");
    }

    /** SIGKILL to all that run, when this JVM ends; returns when they are gone. */
    public static void endAll() {
        RUNNING.forEach(Process::destroyForcibly);
        RUNNING.forEach(process -> process.onExit().join());
    }

    public void start() {
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            Process started = builder.start();
            RUNNING.add(started);
            process = started;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + name, e);
        }
    }

    public boolean isAlive() {
        Process current = process;
        return current != null && current.isAlive();
    }

    /** SIGKILL; returns when it is gone. */
    public void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    /** SIGTERM; returns when it is gone. */
    public void terminate() {
        running().destroy();
        awaitEnd();
    }

    void signal(String signal) {
        try {
            Process kill = new ProcessBuilder(
                            "kill", "-" + signal, String.valueOf(running().pid()))
                    .start();
            if (!kill.waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
                throw new CrashTestException("kill -" + signal + " of " + name + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the kill command", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
    }

    private void awaitEnd() {
        try {
            if (!running().waitFor(BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new CrashTestException(name + " did not end within " + BOUND + logTail());
            }
            RUNNING.remove(running());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
    }

    private Process running() {
        Process current = process;
        if (current == null) {
            throw new IllegalStateException(name + " was not started");
        }
        return current;
    }

    public String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
            return "; the end of " + log + ":\n" + String.join("\n", tail);
        } catch (IOException e) {
            return "; no log in " + log;
        }
    }
}
