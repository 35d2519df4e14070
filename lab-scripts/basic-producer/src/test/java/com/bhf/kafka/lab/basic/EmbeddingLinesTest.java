package com.bhf.kafka.lab.basic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What embedding producer-core costs: lines that are neither blank nor comments, imports included. */
class EmbeddingLinesTest {
    private static final int FEW = 40;
    private static final Path SOURCES =
            Path.of(System.getProperty("basedir", ""), "src/main/java/com/bhf/kafka/lab/basic");

    @ParameterizedTest
    @ValueSource(strings = {"OrderSender.java", "OncePerKey.java"})
    void shouldBeUnder40LinesWhenOnlyCodeCounts(String file) throws IOException {
        assertThat(codeLines(Files.readAllLines(SOURCES.resolve(file)))).isBetween(10L, FEW - 1L);
    }

    @Test
    void shouldCountCodeOnly() {
        List<String> lines = List.of("package a;", "", "/**", " * Text.", " */", "    // why", "class A {}  // said");

        assertThat(codeLines(lines)).isEqualTo(2);
    }

    private static long codeLines(List<String> lines) {
        return lines.stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .filter(line -> !line.startsWith("//") && !line.startsWith("/*") && !line.startsWith("*"))
                .count();
    }
}
