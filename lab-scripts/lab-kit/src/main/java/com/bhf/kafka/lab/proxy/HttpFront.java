package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries the API over HTTP. */
final class HttpFront implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final int MAX_BODY = 1 << 20;
    private static final int NO_BODY = -1;

    private final Routes routes;

    HttpFront(Routes routes) {
        this.routes = routes;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            send(exchange, reply(exchange));
        } catch (RuntimeException e) {
            LOG.warn("event=api_failed path={}", exchange.getRequestURI(), e);
            throw e;
        }
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        String userAgent = exchange.getRequestHeaders().getFirst("User-Agent");
        return routes.handle(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                userAgent == null ? "" : userAgent,
                body);
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        byte[] body = reply.body().getBytes(UTF_8);
        if (reply.contentType() != null) {
            headers.set("Content-Type", reply.contentType());
        }
        if (reply.status() >= 400 && Reply.TEXT.equals(reply.contentType())) {
            headers.set("X-Content-Type-Options", "nosniff");
        }
        if (reply.matched()) {
            headers.set("X-Toxiproxy-Request-Id", UUID.randomUUID().toString());
        }
        // Kept open, the JDK's server would delay the body of the next answer by 40 ms (Nagle, delayed ACK).
        headers.set("Connection", "close");
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? NO_BODY : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }
}
