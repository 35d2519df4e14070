package com.bhf.kafka.api;

import com.bhf.kafka.api.Wiring.Producers;
import com.bhf.kafka.producer.CircuitState;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import io.micronaut.context.annotation.Factory;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import reactor.core.publisher.Mono;

/** What readiness asks beside micronaut-kafka's own indicator: the breakers and the store. Neither asks anybody, so that no probe waits. */
@Factory
final class ReadinessIndicators {
    @Singleton
    @Named("producers")
    HealthIndicator producersIndicator(Producers producers) {
        return () -> Mono.fromSupplier(() -> producersHealth(producers));
    }

    @Singleton
    @Named("store")
    HealthIndicator storeIndicator(DeliveryEngine engine) {
        return () -> Mono.fromSupplier(() -> storeHealth(engine.storeProblem()));
    }

    private static HealthResult producersHealth(Producers producers) {
        Map<String, String> circuits = new TreeMap<>();
        producers
                .byMode()
                .forEach((mode, producer) ->
                        circuits.put(mode.wireName(), producer.circuitState().name()));
        boolean open = circuits.containsValue(CircuitState.OPEN.name());
        return result("producers", !open).details(circuits).build();
    }

    private static HealthResult storeHealth(Optional<String> problem) {
        HealthResult.Builder result = result("store", problem.isEmpty());
        problem.ifPresent(result::details);
        return result.build();
    }

    private static HealthResult.Builder result(String name, boolean up) {
        return HealthResult.builder(name, up ? HealthStatus.UP : HealthStatus.DOWN);
    }
}
