package com.bhf.kafka.lab.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One broker process of a test: its ports, its data folder, its signals. Not thread-safe; its owner locks. */
final class BrokerNode {

    private static final Duration TERM_BOUND = Duration.ofSeconds(20);
    private static final Duration KILL_BOUND = Duration.ofSeconds(10);
    private static final int LOG_TAIL_LINES = 20;

    private final BrokerSettings settings;
    private final Path log;
    private @Nullable Process process;

    BrokerNode(BrokerSettings settings) {
        this.settings = settings;
        this.log = settings.data().resolve("broker.log");
    }

    int id() {
        return settings.nodeId();
    }

    BrokerPorts ports() {
        return settings.ports();
    }

    HostPort faultyAdvertised() {
        return settings.faultyAdvertised();
    }

    /** Starts the process and returns at once. */
    void start() {
        if (isAlive()) {
            throw new IllegalStateException("node " + id() + " runs already");
        }
        try {
            Files.createDirectories(settings.data());
            process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start the broker process", e);
        }
    }

    private List<String> command() {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx384m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName()));
        command.addAll(options());
        return command;
    }

    private List<String> options() {
        List<String> options = new ArrayList<>(List.of(
                "--data=" + settings.data(),
                "--node-id=" + id(),
                "--port=" + settings.directPort(),
                "--faulty-port=" + settings.faultyPort(),
                "--faulty-advertised=" + settings.faultyAdvertised(),
                "--controller-ports="
                        + String.join(
                                ",",
                                settings.controllerPorts().stream()
                                        .map(String::valueOf)
                                        .toList()),
                "--parent-pid=" + ProcessHandle.current().pid()));
        for (Map.Entry<String, String> setting : settings.overrides().entrySet()) {
            options.add("--set=" + setting.getKey() + "=" + setting.getValue());
        }
        return options;
    }

    /** Blocks until the DIRECT listener accepts a connection. */
    void awaitListening(Deadline deadline) throws PortTakenException {
        while (!PortCheck.accepts(new HostPort("localhost", ports().direct()))) {
            requireStarting(deadline);
        }
    }

    /** Lets a moment pass, unless the process has ended or the time is over. */
    void requireStarting(Deadline deadline) throws PortTakenException {
        if (hasEndedWithin(Duration.ofMillis(50))) {
            throwWhyEnded();
        }
        if (deadline.hasPassed()) {
            throw new LabBrokerException("node " + id() + " does not answer in time" + logTail());
        }
    }

    private void throwWhyEnded() throws PortTakenException {
        String said = logTail();
        if (running().exitValue() == BrokerMain.PORT_TAKEN || said.contains("Address already in use")) {
            throw new PortTakenException(ports().direct(), "or another port of node " + id());
        }
        throw new LabBrokerException(
                "node " + id() + " ended with status " + running().exitValue() + said);
    }

    boolean isAlive() {
        return process != null && process.isAlive();
    }

    long pid() {
        return running().pid();
    }

    /** SIGKILL, and waits until the process is gone. */
    void kill() {
        running().destroyForcibly();
        if (!hasEndedWithin(KILL_BOUND)) {
            throw new LabBrokerException("node " + id() + " survived SIGKILL for " + KILL_BOUND);
        }
    }

    /** SIGTERM, and SIGKILL when that does not end the process within its bound. */
    void terminate() {
        running().destroy();
        if (!hasEndedWithin(TERM_BOUND)) {
            kill();
        }
    }

    /** Sends a signal by the system's {@code kill} command. */
    void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).start();
            if (!kill.waitFor(KILL_BOUND.toMillis(), TimeUnit.MILLISECONDS) || kill.exitValue() != 0) {
                throw new LabBrokerException("kill -" + name + " " + pid() + " failed");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run the kill command", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private boolean hasEndedWithin(Duration bound) {
        try {
            return running().waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static LabBrokerException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new LabBrokerException("interrupted while waiting for a broker process", e);
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("node " + id() + " was not started");
        }
        return process;
    }

    private String logTail() {
        try {
            List<String> lines = Files.readAllLines(log);
            List<String> tail = lines.subList(Math.max(0, lines.size() - LOG_TAIL_LINES), lines.size());
            return "; the end of its log:\n" + String.join("\n", tail);
        } catch (IOException e) {
            return "; no log in " + log;
        }
    }
}
