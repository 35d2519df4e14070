package com.bhf.kafka.orders;

import com.bhf.kafka.orders.OrderStore.Incoming;
import com.bhf.kafka.orders.Verdict.Again;
import com.bhf.kafka.orders.Verdict.Applied;
import com.bhf.kafka.orders.Verdict.Dead;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes orders: those that can be have taken effect when it returns. Called by the consumer's thread. */
@Singleton
final class OrderProcessor {
    private final OrderParser parser;
    private final OrderStore store;
    private final RetryPolicy retry;

    OrderProcessor(OrderParser parser, OrderStore store, OrdersSettings settings) {
        this.parser = parser;
        this.store = store;
        this.retry = settings.retry();
    }

    /**
     * Blocks while the store works.
     *
     * @return a verdict for each delivery
     * @throws StoreUnavailableException nothing is decided; the same deliveries may be given again
     */
    List<Verdict> process(List<Delivery> deliveries) {
        Simulation simulation = store.simulation();
        List<Verdict> verdicts = new ArrayList<>();
        List<Delivery> good = new ArrayList<>();
        List<Incoming> incoming = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            try {
                Order order = parser.parse(delivery);
                simulation.mayFail(order, retry.random());
                good.add(delivery);
                incoming.add(new Incoming(order, delivery.origin()));
            } catch (InvalidOrderException e) {
                verdicts.add(new Dead(delivery, e));
            } catch (TransientOrderException e) {
                verdicts.add(afterFailure(delivery, e));
            }
        }
        List<Boolean> applied = store.apply(incoming);
        for (int i = 0; i < good.size(); i++) {
            verdicts.add(new Applied(good.get(i), applied.get(i)));
        }
        return verdicts;
    }

    private Verdict afterFailure(Delivery delivery, TransientOrderException error) {
        Optional<Duration> delay = retry.delayAfter(delivery.attempt());
        return delay.isPresent() ? new Again(delivery, error, delay.get()) : new Dead(delivery, error);
    }
}
