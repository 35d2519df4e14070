package com.bhf.kafka.lab.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The program as a process of its own, with what it prints in files. */
final class LabProgram implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 60;

    private final Path out;
    private final Path err;
    private final Process process;

    /** How it ended, and what it printed. */
    record Ended(int status, String out, String err) {
        List<String> lines() {
            return out.lines().toList();
        }
    }

    private LabProgram(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        out = Files.createTempFile(folder, "out", ".txt");
        err = Files.createTempFile(folder, "err", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                BasicProducerMain.class.getName()));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KAFKA_"));
        builder.environment().putAll(environment);
        process = builder.start();
    }

    static LabProgram start(Path folder, Map<String, String> environment, String... arguments) throws IOException {
        return new LabProgram(folder, environment, arguments);
    }

    static Ended run(Path folder, String bootstrapServers, String... arguments) throws Exception {
        return run(folder, Map.of("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers), arguments);
    }

    static Ended run(Path folder, Map<String, String> environment, String... arguments) throws Exception {
        try (LabProgram program = start(folder, environment, arguments)) {
            return program.awaitEnd();
        }
    }

    static Map<String, String> environment(String... namesAndValues) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            environment.put(namesAndValues[i], namesAndValues[i + 1]);
        }
        return environment;
    }

    /** Looks at the output again and again, until it is as wanted. */
    void awaitOutput(Predicate<String> wanted) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!wanted.test(Files.readString(out))) {
            if (System.nanoTime() > until || !process.isAlive()) {
                throw new AssertionError("Not in time: " + ended(-1));
            }
            process.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    void signal(String name) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new AssertionError("kill -" + name + " failed");
        }
    }

    Ended awaitEnd() throws Exception {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("It does not end: " + ended(-1));
        }
        return ended(process.exitValue());
    }

    private Ended ended(int status) throws IOException {
        return new Ended(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
