package com.bhf.kafka.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Environment variables of a service under test: its broker, a fresh store, and what a test adds. */
final class TestSettings {

    private TestSettings() {}

    static Map<String, String> of(String bootstrapServers, Map<String, String> more) {
        Map<String, String> variables = new HashMap<>();
        variables.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
        variables.put("STATUS_STORE_URL", "jdbc:h2:file:" + newFolder().resolve("status"));
        variables.putAll(more);
        return variables;
    }

    static Path newFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(Path.of("target", "test-data")), "api")
                    .toAbsolutePath();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
