package com.bhf.kafka.orders;

import io.micronaut.serde.annotation.Serdeable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Failures for the lab: whether, how many, and whose attempts fail for a while. Kept in the store, so that it holds
 * for all instances and for those that start later.
 *
 * @param percent of the attempts that fail, by chance; 1 to 100
 * @param orderId of the only order that is concerned; null: all are
 */
@Serdeable
record Simulation(boolean enabled, int percent, @Nullable String orderId) {
    static final Simulation OFF = new Simulation(false, 100, null);

    private static final int ALL = 100;

    void mayFail(Order order, RandomGenerator random) throws TransientOrderException {
        boolean concerned = enabled && (orderId == null || orderId.equals(order.orderId()));
        if (concerned && (percent == ALL || random.nextInt(ALL) < percent)) {
            throw new TransientOrderException("A simulated error that passes: the stock service does not answer");
        }
    }
}
