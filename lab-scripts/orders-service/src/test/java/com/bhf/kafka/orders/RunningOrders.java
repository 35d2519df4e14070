package com.bhf.kafka.orders;

import com.bhf.kafka.lab.broker.RealBroker;
import io.micronaut.context.ApplicationContext;
import io.micronaut.json.JsonMapper;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** The service in this JVM, on topics, a group and a store of the test's own. */
record RunningOrders(ApplicationContext context, int port) implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.createDefault();

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    record Answer(int code, String contentType, String text) {

        Map<?, ?> json() {
            try {
                return JSON.readValue(text, Map.class);
            } catch (IOException e) {
                throw new UncheckedIOException(text, e);
            }
        }

        long number(String name) {
            return ((Number) json().get(name)).longValue();
        }
    }

    /** Topics and settings that instances of one service share; retries come quickly. */
    static Map<String, String> newService(RealBroker broker) {
        String topic = "orders-" + UUID.randomUUID();
        broker.createTopic(topic, 6);
        broker.createTopic(topic + ".retry", 3);
        broker.createTopic(topic + ".DLT", 3);
        Map<String, String> settings = new HashMap<>();
        settings.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        settings.put("ORDERS_TOPIC", topic);
        settings.put("ORDERS_GROUP", topic);
        settings.put("ORDERS_STORE_URL", "jdbc:h2:mem:" + topic + ";DB_CLOSE_DELAY=-1");
        settings.put("ORDERS_RETRY_INITIAL_DELAY_MS", "50");
        settings.put("ORDERS_COMMIT_INTERVAL_MS", "100");
        return settings;
    }

    static RunningOrders start(Map<String, String> service, String instance, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(service);
        settings.put("ORDERS_INSTANCE", instance + "-" + service.get("ORDERS_TOPIC"));
        settings.putAll(more);
        ApplicationContext context = ApplicationContext.builder()
                .singletons(new Variables(settings))
                .properties(Map.of("micronaut.server.port", -1))
                .start();
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        context.getBean(OrderConsumer.class).start();
        RunningOrders running = new RunningOrders(context, server.getPort());
        Eventually.isTrue(
                Duration.ofSeconds(30), () -> running.get("/health/readiness").code() == 200);
        return running;
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path) {
        return send(request(path).POST(BodyPublishers.noBody()));
    }

    Answer postOrder(String json) {
        return send(request("/api/v1/orders")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    Answer postOrder(String id, String amount) {
        return postOrder(order(id, amount));
    }

    static String order(String id, String amount) {
        return "{\"orderId\":\"" + id + "\",\"amount\":" + amount + ",\"status\":\"PENDING\"}";
    }

    void awaitEffect(String id) {
        Eventually.isTrue(
                Duration.ofSeconds(40), () -> get("/api/v1/orders/" + id).code() == 200);
    }

    void awaitDeadLetters(long count) {
        Eventually.get(Duration.ofSeconds(40), () -> get("/api/v1/dlt/count").number("count"), seen -> seen == count);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(50));
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("Content-Type").orElse(""),
                    response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
