package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The alerts of k8s/overlays/monitoring ask for metrics that the service has. */
@ApiTest
class AlertRulesTest {
    private static final Path RULES = Path.of("../k8s/overlays/monitoring/prometheus-rule.yaml");
    private static final Pattern METRIC = Pattern.compile("\\b(?:producer_core|status_store|kafka_producer|api)_\\w+");

    private final ApiClient management;

    AlertRulesTest(EmbeddedServer server) {
        this.management = RunningApi.management(server.getApplicationContext());
    }

    @Test
    void shouldServeEveryMetricWhenAnAlertAsksForIt() throws IOException {
        // Given
        Set<String> asked = METRIC.matcher(Files.readString(RULES))
                .results()
                .map(match -> match.group())
                .collect(Collectors.toSet());

        // When
        Set<String> served = management
                .get("/prometheus")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("[{ ]", 2)[0])
                .collect(Collectors.toSet());

        // Then
        assertThat(asked).hasSizeGreaterThan(5);
        assertThat(served).containsAll(asked).doesNotContain("producer_core_sends");
    }
}
