package com.bhf.kafka.api;

import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;

/** Says only that the process serves; readiness stands on the management port. */
@Controller
final class HealthController {

    @Get(uris = {"/health", "/api/v1/health"})
    @Produces(MediaType.TEXT_PLAIN)
    String health() {
        return "OK";
    }
}
