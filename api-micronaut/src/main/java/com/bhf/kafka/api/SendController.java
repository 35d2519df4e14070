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
    private final IdempotencyKeys keys;

    SendController(SendService sends, EnvelopeParser envelopes, IdempotencyKeys keys) {
        this.sends = sends;
        this.envelopes = envelopes;
        this.keys = keys;
    }

    @Post("/send")
    CompletableFuture<MutableHttpResponse<?>> send(HttpRequest<byte[]> request) {
        byte[] body = body(request);
        SendCommand command;
        if (body.length == 0 || !request.getParameters().names().isEmpty()) {
            command = QueryParser.parse(request, body);
        } else {
            requireJson(request);
            command = envelopes.send(body);
        }
        return sends.send(command, keys.of(command, request).orElse(null), request);
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
        SendCommand command = envelopes.test(body(request), mode, sendMode);
        IdempotencyKeys.requireNone(request, "none here, only on /api/v1/send");
        return sends.send(command, null, request);
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
