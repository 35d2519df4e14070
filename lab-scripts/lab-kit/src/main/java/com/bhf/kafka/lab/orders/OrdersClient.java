package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.crash.CrashTestException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Speaks the orders service's HTTP contract. Thread-safe; calls block. */
record OrdersClient(URI base) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    record Answer(int code, JsonNode body) {}

    Answer post(PlannedOrder order) throws IOException {
        return call(request("api/v1/orders")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(order.json())));
    }

    Answer post(String path) throws IOException {
        return call(request(path).POST(BodyPublishers.noBody()));
    }

    Answer get(String path) throws IOException {
        return call(request(path).GET());
    }

    boolean isReady() {
        try {
            return get("health/readiness").code() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    }

    private static Answer call(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<byte[]> response = HTTP.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), body(response));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
    }

    private static JsonNode body(HttpResponse<byte[]> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }
}
