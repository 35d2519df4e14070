package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.exceptions.HttpStatusException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The calls that send. All of them run on the event loop and block nowhere. */
@Controller("/api/v1")
@Consumes(MediaType.ALL)
final class SendController {
    private final SendService sends;
    private final EnvelopeParser envelopes;

    SendController(SendService sends, EnvelopeParser envelopes) {
        this.sends = sends;
        this.envelopes = envelopes;
    }

    @Post("/send")
    CompletableFuture<MutableHttpResponse<?>> send(HttpRequest<?> request, @Nullable @Body byte[] body) {
        boolean hasQuery = !request.getParameters().names().isEmpty();
        boolean hasBody = body != null && body.length > 0;
        if (hasQuery || !hasBody) {
            return sends.send(QueryParser.parse(request, body), request);
        }
        requireJson(request);
        return sends.send(envelopes.send(body), request);
    }

    @Post("/test/plain")
    CompletableFuture<MutableHttpResponse<?>> plain(HttpRequest<?> request, @Nullable @Body byte[] body) {
        return test(request, body, DeliveryMode.PLAIN, SendMode.SYNC);
    }

    @Post("/test/idempotent")
    CompletableFuture<MutableHttpResponse<?>> idempotent(HttpRequest<?> request, @Nullable @Body byte[] body) {
        return test(request, body, DeliveryMode.IDEMPOTENT, SendMode.SYNC);
    }

    @Post("/test/idempotent-async")
    CompletableFuture<MutableHttpResponse<?>> idempotentAsync(HttpRequest<?> request, @Nullable @Body byte[] body) {
        return test(request, body, DeliveryMode.IDEMPOTENT, SendMode.ASYNC);
    }

    private CompletableFuture<MutableHttpResponse<?>> test(
            HttpRequest<?> request, byte @Nullable [] body, DeliveryMode mode, SendMode sendMode) {
        requireJson(request);
        return sends.send(envelopes.test(body, mode, sendMode), request);
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
