package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.exceptions.HttpStatusException;
import java.util.concurrent.CompletableFuture;

/** The calls that send. All of them run on the event loop and block nowhere. */
@Controller("/api/v1")
@Consumes(MediaType.ALL)
final class SendController {
    private static final byte[] NOTHING = {};

    private final SendService sends;
    private final EnvelopeParser envelopes;

    SendController(SendService sends, EnvelopeParser envelopes) {
        this.sends = sends;
        this.envelopes = envelopes;
    }

    @Post("/send")
    CompletableFuture<MutableHttpResponse<?>> send(HttpRequest<byte[]> request) {
        byte[] body = body(request);
        if (body.length == 0 || !request.getParameters().names().isEmpty()) {
            return sends.send(QueryParser.parse(request, body), request);
        }
        requireJson(request);
        return sends.send(envelopes.send(body), request);
    }

    @Post("/test/plain")
    CompletableFuture<MutableHttpResponse<?>> plain(HttpRequest<byte[]> request) {
        return test(request, DeliveryMode.PLAIN, SendMode.SYNC);
    }

    @Post("/test/idempotent")
    CompletableFuture<MutableHttpResponse<?>> idempotent(HttpRequest<byte[]> request) {
        return test(request, DeliveryMode.IDEMPOTENT, SendMode.SYNC);
    }

    @Post("/test/idempotent-async")
    CompletableFuture<MutableHttpResponse<?>> idempotentAsync(HttpRequest<byte[]> request) {
        return test(request, DeliveryMode.IDEMPOTENT, SendMode.ASYNC);
    }

    private CompletableFuture<MutableHttpResponse<?>> test(
            HttpRequest<byte[]> request, DeliveryMode mode, SendMode sendMode) {
        requireJson(request);
        return sends.send(envelopes.test(body(request), mode, sendMode), request);
    }

    private static byte[] body(HttpRequest<byte[]> request) {
        return request.getBody().orElse(NOTHING);
    }

    private static void requireJson(HttpRequest<?> request) {
        boolean json = request.getContentType()
                .filter(type -> type.getName().equalsIgnoreCase(MediaType.APPLICATION_JSON)
                        || type.getSubtype().endsWith("+json"))
                .isPresent();
        if (!json) {
            throw new HttpStatusException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "A request without query parameters must be an envelope of Content-Type application/json");
        }
    }
}
