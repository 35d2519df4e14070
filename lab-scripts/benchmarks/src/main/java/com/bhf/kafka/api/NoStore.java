package com.bhf.kafka.api;

import com.bhf.kafka.producer.delivery.InMemoryStatusStore;
import com.bhf.kafka.producer.delivery.StatusStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import org.jspecify.annotations.NullMarked;

/**
 * With this class on its class path the service keeps its statuses in the heap: what async sends cost without a
 * store. For the benchmark only: such a service forgets what it accepted.
 *
 * <p>Marked itself: with a package-info Micronaut would define the beans of the whole package again.
 */
@Factory
@NullMarked
final class NoStore {

    /** More than can be open, few enough for a small heap. */
    private static final int ROWS = 50_000;

    @Singleton
    @Bean(preDestroy = "")
    @Replaces(value = StatusStore.class, factory = Wiring.class)
    StatusStore statusStore() {
        return new InMemoryStatusStore(ROWS);
    }
}
