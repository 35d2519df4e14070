package com.bhf.kafka.orders;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** What has become of an order, whichever instance has processed it. */
@Controller("/api/v1/orders")
@ExecuteOn(TaskExecutors.BLOCKING)
final class EffectController {
    private final OrderStore store;

    EffectController(OrderStore store) {
        this.store = store;
    }

    @Get("/{orderId}")
    MutableHttpResponse<?> effect(HttpRequest<?> request, String orderId) {
        return store.find(orderId).<MutableHttpResponse<?>>map(HttpResponse::ok).orElseGet(() -> {
            String detail = "No order with this id has taken effect";
            return Problem.of("not-applied", HttpStatus.NOT_FOUND, detail, request.getPath())
                    .toResponse();
        });
    }
}
