package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.history.HistoryEvent.Answer;
import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Speaks the service's HTTP contract, and knows nothing else of it. Thread-safe; calls block. */
final class ServiceClient {

    /** Longer than a sync send may take to become unknown. */
    private static final Duration SEND = Duration.ofSeconds(25);

    private static final Duration STATUS = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Clock clock;

    ServiceClient(Clock clock) {
        this.clock = clock;
    }

    /** @throws IOException no answer came; a {@link java.net.ConnectException} says that nothing was sent */
    Answer send(URI api, PlannedSend send, int attempt) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(api.resolve("send?" + send.query()))
                .timeout(SEND)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofString(send.payload()));
        if (send.keyed()) {
            request.header("Idempotency-Key", "\"" + send.event() + "\"");
        }
        HttpResponse<byte[]> response = call(request.build());
        long at = clock.millis();
        JsonNode body = body(response);
        return new Answer(
                at,
                send.event(),
                attempt,
                response.statusCode(),
                text(body, "requestId"),
                text(body, "state"),
                number(body, "partition"),
                longNumber(body, "offset"));
    }

    /** @throws IOException no answer came */
    Poll status(URI api, String requestId) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(api.resolve("status?requestId=" + requestId))
                .timeout(STATUS)
                .build();
        long asked = clock.millis();
        HttpResponse<byte[]> response = call(request);
        long at = clock.millis();
        JsonNode body = body(response);
        return new Poll(
                at,
                asked,
                requestId,
                response.statusCode(),
                text(body, "state"),
                text(body, "outcome"),
                body.path("final").asBoolean(false),
                number(body, "partition"),
                longNumber(body, "offset"),
                time(body, "acceptedAt"),
                time(body, "completedAt"));
    }

    private HttpResponse<byte[]> call(HttpRequest request) throws IOException {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** An answer whose body is no JSON says nothing but its status code. */
    private static JsonNode body(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static @Nullable String text(JsonNode body, String name) {
        JsonNode value = body.path(name);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable Integer number(JsonNode body, String name) {
        JsonNode value = body.path(name);
        return value.isInt() ? value.intValue() : null;
    }

    private static @Nullable Long longNumber(JsonNode body, String name) {
        JsonNode value = body.path(name);
        return value.isIntegralNumber() ? value.longValue() : null;
    }

    private static @Nullable Long time(JsonNode body, String name) {
        String text = text(body, name);
        return text == null ? null : Instant.parse(text).toEpochMilli();
    }
}
