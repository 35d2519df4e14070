package com.bhf.kafka.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The service as a process of its own, to be ended as an operator or a kernel ends it. */
final class ApiProcess implements AutoCloseable {
    private static final Duration START_BOUND = Duration.ofSeconds(60);

    private final Path folder;
    private final Process process;
    private final Map<String, String> variables;

    private ApiProcess(List<String> launcher, Map<String, String> variables, List<String> jvmArguments)
            throws IOException {
        this.folder = TestSettings.newFolder();
        this.variables = variables;
        List<String> line = new ArrayList<>(launcher);
        line.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1"));
        line.addAll(jvmArguments);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Application.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(line);
        builder.environment().putAll(variables);
        this.process = builder.directory(folder.toFile())
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Does not wait for anything. Ports and store are free ones, unless the variables say otherwise. */
    static ApiProcess launch(String bootstrapServers, Map<String, String> more, String... jvmArguments) {
        return launch(List.of(), bootstrapServers, more, jvmArguments);
    }

    private static ApiProcess launch(
            List<String> launcher, String bootstrapServers, Map<String, String> more, String... jvmArguments) {
        Map<String, String> variables = TestSettings.of(bootstrapServers, Map.of());
        variables.put("SERVER_PORT", String.valueOf(FreePort.next()));
        variables.put("MANAGEMENT_PORT", String.valueOf(FreePort.next()));
        variables.putAll(more);
        try {
            return new ApiProcess(launcher, variables, List.of(jvmArguments));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it is ready, so that engine and store are there. */
    static ApiProcess start(String bootstrapServers, Map<String, String> more, String... jvmArguments) {
        return launch(bootstrapServers, more, jvmArguments).awaitReady();
    }

    /** Ready, and with files that cannot grow beyond a size, as on a full disk, until {@link #liftFileLimit}. */
    static ApiProcess startOnFullDisk(int kilobytes, String bootstrapServers, Map<String, String> more) {
        String limited = "ulimit -S -f " + kilobytes + " && exec \"$0\" \"$@\"";
        return launch(List.of("bash", "-c", limited), bootstrapServers, more).awaitReady();
    }

    void liftFileLimit() {
        Signals.run("prlimit", "--pid", String.valueOf(process.pid()), "--fsize=unlimited");
    }

    ApiProcess awaitReady() {
        Eventually.isTrue(START_BOUND, this::isReady);
        return this;
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new AssertionError("Ended with " + process.exitValue() + ": " + errorLines());
        }
        try {
            return management().get("/health/readiness").status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    ApiClient api() {
        return client("SERVER_PORT");
    }

    int port() {
        return api().port();
    }

    ApiClient management() {
        return client("MANAGEMENT_PORT");
    }

    private ApiClient client(String port) {
        return new ApiClient(Integer.parseInt(variables.get(port)));
    }

    /** SIGKILL; waits until it is gone. */
    void killDashNine() {
        process.destroyForcibly();
        exitStatus(Duration.ofSeconds(10));
    }

    /** SIGSTOP: it does nothing, and does not know it, until {@link #thaw}. */
    void freeze() {
        Signals.send("STOP", process.toHandle());
    }

    void thaw() {
        Signals.send("CONT", process.toHandle());
    }

    /** SIGTERM; returns at once. */
    void terminate() {
        process.destroy();
    }

    int exitStatus(Duration within) {
        try {
            if (!process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("Still alive after " + within);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<String> errorLines() {
        return lines("err");
    }

    List<String> outputLines() {
        return lines("out");
    }

    private List<String> lines(String file) {
        try {
            return Files.readAllLines(folder.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        killDashNine();
    }
}
