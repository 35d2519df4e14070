package com.bhf.kafka.k8s;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The real kustomize: the program that KUSTOMIZE names, or kustomize, or kubectl. */
record Kustomize(List<String> command) {

    static Optional<Kustomize> find() {
        String named = System.getenv("KUSTOMIZE");
        if (named != null && !named.isBlank()) {
            return Optional.of(new Kustomize(List.of(named, "build")));
        }
        if (onPath("kustomize")) {
            return Optional.of(new Kustomize(List.of("kustomize", "build")));
        }
        return onPath("kubectl") ? Optional.of(new Kustomize(List.of("kubectl", "kustomize"))) : Optional.empty();
    }

    private static boolean onPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    /** The YAML of a folder; fails with what kustomize says. */
    String render(Path folder) {
        try {
            List<String> all = Stream.concat(command.stream(), Stream.of(folder.toString()))
                    .toList();
            Path errors = Files.createTempFile("kustomize", ".err");
            Process process =
                    new ProcessBuilder(all).redirectError(errors.toFile()).start();
            String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            String said = Files.readString(errors);
            Files.delete(errors);
            if (status != 0) {
                throw new AssertionError(all + " ends with " + status + ": " + said);
            }
            return yaml;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
