package com.bhf.kafka.orders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What it takes to embed producer-core, counted. */
class EmbeddingSizeTest {
    private static final Path SOURCES = Path.of(System.getProperty("basedir", ""), "src/main/java/com/bhf/kafka/orders")
            .toAbsolutePath();

    @Test
    void shouldTakeFewerThanFortyLinesToEmbedProducerCore() throws IOException {
        List<String> code = Files.readAllLines(SOURCES.resolve("OrderIntake.java")).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("/*") && !line.startsWith("*"))
                .toList();

        System.out.println(
                "measured: embedding producer-core takes " + code.size() + " lines of code, imports included");
        assertThat(code).hasSizeBetween(10, 39);
    }

    @Test
    void shouldSendOrdersThroughThatClassOnly() throws IOException {
        try (var files = Files.list(SOURCES)) {
            List<Path> users = files.filter(file -> contains(file, "ReliableProducer.open"))
                    .toList();

            assertThat(users).containsExactly(SOURCES.resolve("OrderIntake.java"));
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file).contains(text);
        } catch (IOException e) {
            throw new AssertionError(file.toString(), e);
        }
    }
}
