package com.bhf.kafka.orders;

import java.util.List;
import java.util.Optional;

/**
 * Where the effects of orders are, one for all instances. Thread-safe; calls block. All throw
 * {@link StoreUnavailableException} when the store cannot be used now.
 */
interface OrderStore {

    /** An order that is to take effect, and where it came from. */
    record Incoming(Order order, Origin origin) {}

    /**
     * Applies all of them or none. An order whose id has taken effect before is left as it is, so that a call may be
     * repeated after a crash.
     *
     * @return for each, in order, whether it took effect now
     */
    List<Boolean> apply(List<Incoming> orders);

    Optional<AppliedOrder> find(String orderId);

    Totals totals();

    Simulation simulation();

    void simulate(Simulation simulation);
}
