package com.bhf.kafka.orders;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

/** {@code /health} says only that the process serves; {@code /health/readiness} that it can work. */
@Controller("/health")
final class HealthController {
    private final OrderConsumer consumer;
    private final OrderStore store;

    HealthController(OrderConsumer consumer, OrderStore store) {
        this.consumer = consumer;
        this.store = store;
    }

    @Get
    @Produces(MediaType.TEXT_PLAIN)
    String health() {
        return "OK";
    }

    @Get("/readiness")
    @ExecuteOn(TaskExecutors.BLOCKING)
    MutableHttpResponse<?> readiness(HttpRequest<?> request) {
        store.totals();
        String trouble = consumer.trouble();
        return trouble == null
                ? HttpResponse.ok("{\"status\":\"UP\"}").contentType(MediaType.APPLICATION_JSON_TYPE)
                : Problem.of("not-ready", HttpStatus.SERVICE_UNAVAILABLE, trouble, request.getPath())
                        .toResponse();
    }
}
