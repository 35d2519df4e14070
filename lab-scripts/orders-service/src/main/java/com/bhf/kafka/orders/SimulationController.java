package com.bhf.kafka.orders;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Switches failures on and off, for the lab; for all instances, since it is kept in the store. */
@Controller("/api/v1/config/simulate-transient-error")
@ExecuteOn(TaskExecutors.BLOCKING)
final class SimulationController {
    private static final Logger LOG = LoggerFactory.getLogger(SimulationController.class);

    private final OrderStore store;

    SimulationController(OrderStore store) {
        this.store = store;
    }

    @Get
    Simulation show() {
        return store.simulation();
    }

    @Post
    MutableHttpResponse<?> change(
            HttpRequest<?> request,
            @QueryValue @Nullable String enabled,
            @QueryValue(defaultValue = "100") String percent,
            @QueryValue @Nullable String orderId) {
        if (enabled == null || !enabled.matches("true|false")) {
            return Problem.badParameter("enabled", String.valueOf(enabled), "true or false", request.getPath())
                    .toResponse();
        }
        if (!percent.matches("[1-9][0-9]?|100")) {
            return Problem.badParameter("percent", percent, "a whole number from 1 to 100", request.getPath())
                    .toResponse();
        }
        if (orderId != null && (orderId.isEmpty() || orderId.length() > 200)) {
            return Problem.badParameter("orderId", "...", "1 to 200 characters", request.getPath())
                    .toResponse();
        }
        Simulation simulation =
                enabled.equals("true") ? new Simulation(true, Integer.parseInt(percent), orderId) : Simulation.OFF;
        store.simulate(simulation);
        LOG.info("event=simulate-transient-error enabled={} percent={}", simulation.enabled(), simulation.percent());
        return HttpResponse.ok(simulation);
    }
}
