package com.bhf.kafka.orders;

import com.bhf.kafka.orders.Counters.Counter;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How it goes. */
@Controller("/api/v1")
@ExecuteOn(TaskExecutors.BLOCKING)
final class StatsController {
    private final OrdersSettings settings;
    private final Counters counters;
    private final OrderStore store;
    private final OrderConsumer consumer;
    private final RebalanceHistory history;

    StatsController(
            OrdersSettings settings,
            Counters counters,
            OrderStore store,
            OrderConsumer consumer,
            RebalanceHistory history) {
        this.settings = settings;
        this.counters = counters;
        this.store = store;
        this.consumer = consumer;
        this.history = history;
    }

    /** Of this instance since its start, see {@link Counter}; {@code effects} are of all instances, ever. */
    @Serdeable
    record Stats(
            String instance,
            long accepted,
            long refused,
            long processed,
            long duplicates,
            long retries,
            long recovered,
            long invalid,
            long exhausted,
            long replayed,
            int waiting,
            long rebalances,
            Simulation simulateTransientError,
            Totals effects) {}

    /** @param trouble why the consumer does not work now; null when it does */
    @Serdeable
    record Partitions(
            String instance,
            String group,
            String protocol,
            @Nullable String trouble,
            long rebalances,
            List<PartitionState> partitions,
            List<RebalanceHistory.Event> history) {}

    @Get("/stats")
    Stats stats() {
        return new Stats(
                settings.instance(),
                counters.get(Counter.ACCEPTED),
                counters.get(Counter.REFUSED),
                counters.get(Counter.PROCESSED),
                counters.get(Counter.DUPLICATES),
                counters.get(Counter.RETRIES),
                counters.get(Counter.RECOVERED),
                counters.get(Counter.INVALID),
                counters.get(Counter.EXHAUSTED),
                counters.get(Counter.REPLAYED),
                consumer.partitions().stream().mapToInt(PartitionState::waiting).sum(),
                history.rebalances(),
                store.simulation(),
                store.totals());
    }

    @Get("/partitions")
    Partitions partitions() {
        return new Partitions(
                settings.instance(),
                settings.group(),
                settings.protocol().wireName(),
                consumer.trouble(),
                history.rebalances(),
                consumer.partitions(),
                history.events());
    }
}
