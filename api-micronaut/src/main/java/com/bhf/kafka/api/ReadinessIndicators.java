package com.bhf.kafka.api;

import com.bhf.kafka.api.Wiring.Producers;
import com.bhf.kafka.producer.CircuitState;
import com.bhf.kafka.producer.delivery.LogOutcome;
import com.bhf.kafka.producer.delivery.SendState;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import io.micronaut.context.annotation.Factory;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What readiness asks beside micronaut-kafka's own indicator: the breakers and the store. */
@Factory
final class ReadinessIndicators {
    /** No request has it: UUIDv7 ids are never nil. */
    private static final UUID NOBODY = new UUID(0, 0);

    @Singleton
    @Named("producers")
    HealthIndicator producersIndicator(Producers producers) {
        return () -> Mono.fromSupplier(() -> producersHealth(producers));
    }

    @Singleton
    @Named("store")
    HealthIndicator storeIndicator(StatusStore store, @Named(Wiring.STORE_READERS) ExecutorService readers) {
        return () -> Mono.fromSupplier(() -> storeHealth(store)).subscribeOn(Schedulers.fromExecutor(readers));
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

    private static HealthResult storeHealth(StatusStore store) {
        try {
            store.apply(List.of(new Transition(
                    NOBODY, 0, SendState.PENDING, LogOutcome.UNKNOWN, false, null, null, null, null, 0, null)));
            return result("store", true).build();
        } catch (StatusStoreException e) {
            return result("store", false)
                    .details(String.valueOf(e.getMessage()))
                    .build();
        }
    }

    private static HealthResult.Builder result(String name, boolean up) {
        return HealthResult.builder(name, up ? HealthStatus.UP : HealthStatus.DOWN);
    }
}
