package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What was seen of a server, by case; also as a file with a line {@code case = what was seen} each. */
record Observations(Map<String, String> byCase) {

    static Observations load(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(Observations.class.getResourceAsStream(resource), resource)) {
            Map<String, String> byCase = new LinkedHashMap<>();
            new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" = ", 2))
                    .forEach(pair -> byCase.put(pair[0], pair[1]));
            return new Observations(byCase);
        }
    }

    void save(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(
                file,
                byCase.entrySet().stream()
                        .map(one -> one.getKey() + " = " + one.getValue() + "\n")
                        .collect(Collectors.joining()));
    }

    /** These, with what {@code others} say instead about the cases that they name. */
    Observations with(Observations others) {
        Map<String, String> all = new LinkedHashMap<>(byCase);
        all.putAll(others.byCase);
        return new Observations(all);
    }

    /** The cases for which {@code wanted} says something else, both side by side; those not observed are left out. */
    List<String> differencesTo(Observations wanted, String name, String wantedName) {
        List<String> differences = new ArrayList<>();
        byCase.forEach((one, seen) -> {
            String other = wanted.byCase.getOrDefault(one, "(no such case)");
            if (!seen.equals(other)) {
                differences.add("%s%n  %-10s %s%n  %-10s %s".formatted(one, name, seen, wantedName, other));
            }
        });
        return differences;
    }
}
