package com.bhf.kafka.lab.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** One proxy of a fault proxy, over Toxiproxy's HTTP API. Thread-safe; calls block. */
final class ProxyApi {

    private static final String NAME = "kafka";
    private static final Duration CALL = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI server;

    ProxyApi(URI server) {
        this.server = server;
    }

    void create(int listen, int upstream) {
        call("POST", "/proxies", """
                {"name": "%s", "listen": "127.0.0.1:%d", "upstream": "127.0.0.1:%d"}""".formatted(NAME, listen, upstream));
    }

    void enable(boolean enabled) {
        call("POST", "/proxies/" + NAME, "{\"enabled\": " + enabled + "}");
    }

    /** @param attributes the members of a JSON object */
    void addToxic(String type, String attributes) {
        call("POST", "/proxies/" + NAME + "/toxics", """
                {"name": "%s", "type": "%s", "stream": "downstream", "attributes": {%s}}""".formatted(type, type, attributes));
    }

    void removeToxic(String type) {
        call("DELETE", "/proxies/" + NAME + "/toxics/" + type, "");
    }

    /** The sum of a metric over all its labels. */
    long metric(String name) {
        return call("GET", "/metrics", "")
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private String call(String method, String path, String body) {
        try {
            HttpRequest request = HttpRequest.newBuilder(server.resolve(path))
                    .timeout(CALL)
                    .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= 300) {
                throw new CrashTestException("the fault proxy answered " + response.statusCode() + " to " + method + " "
                        + path + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException("the fault proxy does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
    }
}
