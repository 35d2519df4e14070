package com.bhf.kafka.lab.crash;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * The HTTP contract kept by a service that holds its statuses in memory: truthful while it lives, and it forgets all
 * when it is killed. With {@code LIE=twice} it sends each tenth record twice.
 */
public final class ForgetfulService {

    private final Map<String, String> statuses = new ConcurrentHashMap<>();
    private final Producer<String, byte[]> producer;
    private final boolean sendsTwice = "twice".equals(System.getenv("LIE"));

    private ForgetfulService(Producer<String, byte[]> producer) {
        this.producer = producer;
    }

    public static void main(String[] args) throws IOException {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", System.getenv("KAFKA_BOOTSTRAP_SERVERS"), "max.block.ms", 2_000);
        ForgetfulService service =
                new ForgetfulService(new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
        HttpServer api = server("SERVER_PORT");
        api.createContext("/api/v1/send", service::send);
        api.createContext("/api/v1/status", service::status);
        HttpServer management = server("MANAGEMENT_PORT");
        management.createContext("/health/readiness", exchange -> answer(exchange, 200, "{}"));
        api.start();
        management.start();
    }

    private static HttpServer server(String port) throws IOException {
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(System.getenv(port))), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        return server;
    }

    private void send(HttpExchange exchange) throws IOException {
        byte[] payload = exchange.getRequestBody().readAllBytes();
        Map<String, String> query = query(exchange);
        boolean wrong = query.get("topic").equals("no-such-topic")
                || query.get("mode").equals("no-such-mode")
                || query.getOrDefault("partition", "0").equals("999");
        if (wrong) {
            answer(exchange, 400, "{}");
            return;
        }
        String id = UUID.randomUUID().toString();
        ProducerRecord<String, byte[]> record = record(query, payload, id);
        if (query.get("sendMode").equals("async")) {
            accept(record, id);
            answer(exchange, 202, "{\"requestId\":\"" + id + "\",\"state\":\"PENDING\"}");
        } else {
            sync(exchange, record);
        }
    }

    private static ProducerRecord<String, byte[]> record(Map<String, String> query, byte[] payload, String id) {
        String partition = query.get("partition");
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                query.get("topic"), partition == null ? null : Integer.valueOf(partition), query.get("key"), payload);
        record.headers().add("request-id", id.getBytes(StandardCharsets.UTF_8));
        record.headers().add("event-id", query.get("eventId").getBytes(StandardCharsets.UTF_8));
        return record;
    }

    private void accept(ProducerRecord<String, byte[]> record, String id) {
        String accepted = Instant.now().toString();
        statuses.put(id, "{\"state\":\"PENDING\",\"outcome\":\"UNKNOWN\",\"final\":false}");
        if (sendsTwice && statuses.size() % 10 == 0) {
            producer.send(record);
        }
        producer.send(record, (metadata, error) -> {
            if (error == null) {
                statuses.put(
                        id,
                        "{\"state\":\"OK\",\"outcome\":\"WRITTEN\",\"final\":true," + place(metadata)
                                + ",\"acceptedAt\":\"" + accepted + "\",\"completedAt\":\"" + Instant.now() + "\"}");
            }
        });
    }

    private void sync(HttpExchange exchange, ProducerRecord<String, byte[]> record) throws IOException {
        try {
            answer(
                    exchange,
                    200,
                    "{\"state\":\"OK\"," + place(producer.send(record).get()) + "}");
        } catch (ExecutionException e) {
            answer(exchange, 504, "{}");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String place(RecordMetadata metadata) {
        return "\"partition\":" + metadata.partition() + ",\"offset\":" + metadata.offset();
    }

    private void status(HttpExchange exchange) throws IOException {
        String status = statuses.get(query(exchange).get("requestId"));
        answer(exchange, status == null ? 404 : 200, status == null ? "{}" : status);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        return Stream.of(exchange.getRequestURI().getQuery().split("&"))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static void answer(HttpExchange exchange, int code, String body) throws IOException {
        try (exchange) {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(code, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
