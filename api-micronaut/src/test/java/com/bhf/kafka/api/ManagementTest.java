package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Health and metrics: the contract's on the main port, the operator's on the management port. */
@ApiTest
class ManagementTest {
    private final ApiClient api;
    private final ApiClient management;

    ManagementTest(EmbeddedServer server) {
        this.api = new ApiClient(server.getPort());
        this.management = RunningApi.management(server.getApplicationContext());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/api/v1/health"})
    void shouldSayOkWhenTheServiceServes(String path) {
        // When
        Answer answer = api.get(path);

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("text/plain");
        assertThat(answer.body()).isEqualTo("OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/liveness", "/health/readiness"})
    void shouldBeUpWhenAllIsWell(String path) {
        // When
        Answer answer = management.get(path);

        // Then
        assertThat(answer.status()).as(answer.summary()).isEqualTo(200);
        assertThat(answer.text("status")).isEqualTo("UP");
    }

    @Test
    void shouldTellWhatReadinessIsMadeOfWhenAsked() {
        // When
        Answer answer = management.get("/health/readiness");

        // Then
        assertThat(answer.body()).contains("\"producers\"", "\"store\"", "\"kafka\"", "CLOSED");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/liveness", "/health/readiness", "/prometheus", "/env", "/beans", "/stop"})
    void shouldServeManagementOnItsOwnPortOnly(String path) {
        assertThat(api.get(path).status()).isIn(404, 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/env", "/beans", "/loggers", "/threaddump", "/refresh", "/stop"})
    void shouldKeepEndpointsClosedThatNobodyAskedFor(String path) {
        assertThat(management.get(path).status()).isIn(401, 404, 405);
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "idempotent"})
    void shouldCountWhenARecordIsSent(String mode) {
        // Given
        long before = acknowledged(mode);

        // When
        api.post("/api/v1/send?mode=" + mode + "&eventId=C");

        // Then
        assertThat(acknowledged(mode)).isEqualTo(before + 1);
        assertThat(management.get("/prometheus").body())
                .containsPattern("producer_core_sends_total\\{mode=\"" + mode + "\",outcome=\"acknowledged\"\\} "
                        + (before + 1) + "(\\.0)?\\s")
                .contains("producer_core_circuit_open{mode=\"" + mode + "\"} 0");
    }

    @Test
    void shouldNameModesAndSendTypesWhenAskedForMetrics() {
        // When
        Answer answer = api.get("/api/v1/metrics");

        // Then
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json()).containsKeys("service", "modes", "sendTypes");
        assertThat(members(answer, "modes")).containsKeys("plain", "idempotent");
        assertThat(members(answer, "sendTypes")).containsKeys("sync", "async");
    }

    private long acknowledged(String mode) {
        Map<?, ?> counters =
                (Map<?, ?>) members(api.get("/api/v1/metrics"), "modes").get(mode);
        return ((Number) counters.get("acknowledged")).longValue();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> members(Answer answer, String name) {
        return (Map<String, Object>) answer.member(name);
    }
}
