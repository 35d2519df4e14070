package com.bhf.kafka.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Speaks plain HTTP to one port, as curl does: no client library hides what is on the wire. */
record ApiClient(int port) {
    static final String JSON = "application/json";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    Answer post(String path, String contentType, String body) {
        return post(path, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, String contentType, byte[] body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofByteArray(body)));
    }

    Answer postJson(String path, String body) {
        return post(path, JSON, body);
    }

    CompletableFuture<Answer> postLater(String path) {
        return sendLater(request(path).POST(BodyPublishers.noBody()));
    }

    CompletableFuture<Answer> postLater(String path, byte[] body) {
        return sendLater(request(path)
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(body)));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    /** The status of an accepted send once it is final. */
    Answer awaitFinal(String requestId, Duration within) {
        return Eventually.get(within, () -> get("/api/v1/status?requestId=" + requestId), Answer::isFinal);
    }

    Answer postKeyed(String path, String idempotencyKey) {
        return send(keyed(path, idempotencyKey));
    }

    CompletableFuture<Answer> postKeyedLater(String path, String idempotencyKey) {
        return sendLater(keyed(path, idempotencyKey));
    }

    /** Open sends: of {@code async} and all keyed ones, or of {@code sync} without a key. */
    long inFlight(String sendType) {
        Map<?, ?> types = (Map<?, ?>) get("/api/v1/metrics").member("sendTypes");
        return ((Number) ((Map<?, ?>) types.get(sendType)).get("inFlight")).longValue();
    }

    private HttpRequest.Builder keyed(String path, String idempotencyKey) {
        return request(path).header("Idempotency-Key", idempotencyKey).POST(BodyPublishers.noBody());
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(PATIENCE);
    }

    Answer send(HttpRequest.Builder request) {
        long startedAt = System.nanoTime();
        try {
            return answered(HTTP.send(request.build(), BodyHandlers.ofString()), startedAt);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    CompletableFuture<Answer> sendLater(HttpRequest.Builder request) {
        long startedAt = System.nanoTime();
        return HTTP.sendAsync(request.build(), BodyHandlers.ofString())
                .thenApply(response -> answered(response, startedAt));
    }

    private static Answer answered(java.net.http.HttpResponse<String> response, long startedAt) {
        return new Answer(response, Duration.ofNanos(System.nanoTime() - startedAt));
    }
}
