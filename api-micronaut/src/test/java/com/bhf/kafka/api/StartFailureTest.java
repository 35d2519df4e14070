package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A service that cannot start says why in one line, and its exit status tells a bad setting from the rest. */
class StartFailureTest {
    private static final String NOBODY = "localhost:1";
    private static final Duration BOUND = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({
        "KAFKA_REQUEST_TIMEOUT_MS, soon",
        "KAFKA_DELIVERY_TIMEOUT_MS, 10",
        "KAFKA_PRODUCER_COMPRESSION_TYPE, winzip",
        "MAX_IN_FLIGHT, 0",
        "STATUS_STORE_URL, mysql://localhost",
        "SERVER_PORT, 99999",
        "SERVER_PORT, http",
        "MANAGEMENT_PORT, -7",
        "MAX_REQUEST_BYTES, lots",
        "STOP_TIMEOUT_MS, -1",
        "DEDUPLICATE_EVENT_ID, yes"
    })
    void shouldNameTheSettingWhenItIsBad(String name, String value) {
        // When
        try (ApiProcess process = ApiProcess.launch(NOBODY, Map.of(name, value))) {
            int status = process.exitStatus(BOUND);

            // Then
            assertThat(process.errorLines()).hasSize(1).first().asString().contains(name, value, "allowed");
            assertThat(status).isEqualTo(2);
            assertThat(process.outputLines()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SERVER_PORT", "MANAGEMENT_PORT"})
    void shouldNameThePortWhenItIsTaken(String name) throws IOException {
        // Given
        try (ServerSocket taken = new ServerSocket(0)) {
            String port = String.valueOf(taken.getLocalPort());

            // When
            try (ApiProcess process = ApiProcess.launch(NOBODY, Map.of(name, port))) {
                int status = process.exitStatus(BOUND);

                // Then
                assertThat(process.errorLines()).hasSize(1).first().asString().contains(port, name);
                assertThat(status).isEqualTo(1);
            }
        }
    }

    @Test
    void shouldSayWhoIsInTheWayWhenTheStoreIsOpenElsewhere() {
        // Given
        String url = "jdbc:h2:file:" + TestSettings.newFolder().resolve("status");
        try (RunningApi first = RunningApi.start(NOBODY, Map.of("STATUS_STORE_URL", url));
                // When
                ApiProcess second = ApiProcess.launch(NOBODY, Map.of("STATUS_STORE_URL", url))) {
            int status = second.exitStatus(BOUND);

            // Then
            assertThat(first.api().get("/health").status()).isEqualTo(200);
            assertThat(second.errorLines()).hasSize(1).first().asString().contains("status store");
            assertThat(status).isEqualTo(1);
        }
    }
}
