package com.bhf.kafka.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs a script of lab-scripts/k8s where docker, k3s, kubectl and curl are stand-ins that write down their calls. */
final class StandIns {
    private static final Path SCRIPTS = Repository.ROOT.resolve("lab-scripts/k8s");
    private static final long BOUND_SECONDS = 120;

    private final Path folder;
    private final Path state;

    StandIns(Path folder) {
        this.folder = folder;
        this.state = folder.resolve("state");
        try {
            Files.createDirectories(folder.resolve("bin"));
            Files.createDirectories(state);
            for (String program : List.of("docker", "k3s", "sudo", "kubectl", "curl")) {
                Path standIn = folder.resolve("bin").resolve(program);
                Files.copy(Repository.MANIFESTS.resolve("src/test/resources/stand-in.sh"), standIn);
                standIn.toFile().setExecutable(true);
            }
            reset();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a script did. */
    record Result(int status, String out, String err, List<String> calls) {
        /** Those of its calls that change something. */
        List<String> changes() {
            return calls.stream().filter(Result::changes).toList();
        }

        private static boolean changes(String call) {
            return call.matches("docker (build|save|tag|push).*|k3s ctr images import.*")
                    || call.matches("kubectl (apply|create|delete).*|curl .*-X POST.*|curl .*strimzi.*");
        }
    }

    /** A cluster with Strimzi's operator and nothing else. */
    void reset() {
        try (Stream<Path> files = Files.list(state)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.createFile(state.resolve("operator"));
            Files.createFile(state.resolve("records"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sets a file of the state: "fail" has a call that fails, from now on and every time. */
    void set(String file, String content) {
        try {
            Files.writeString(state.resolve(file), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void unset(String file) {
        state.resolve(file).toFile().delete();
    }

    Result run(String script, String... arguments) {
        try {
            set("calls", "");
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            Process process = process(script, arguments)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(BOUND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(script + " does not end: " + Files.readString(err));
            }
            List<String> calls = Files.readAllLines(state.resolve("calls"));
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err), calls);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private ProcessBuilder process(String script, String... arguments) {
        List<String> command = Stream.concat(
                        Stream.of("bash", SCRIPTS.resolve(script + ".sh").toString()), Arrays.stream(arguments))
                .toList();
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("LAB_"));
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("STATE", state.toString());
        builder.environment().put("LAB_WAIT_SECONDS", "1");
        builder.environment().put("LAB_REGISTRY", "registry.example.org/kafka");
        builder.environment().put("LAB_DIR", folder.resolve("lab").toString());
        return builder;
    }
}
