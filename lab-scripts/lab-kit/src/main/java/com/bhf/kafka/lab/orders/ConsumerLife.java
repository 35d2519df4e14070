package com.bhf.kafka.lab.orders;

import java.util.List;

/** What happens to the consumers, again and again. */
final class ConsumerLife {
    private final OrdersInstance b;
    private final OrdersInstance c;
    private final List<Runnable> steps;
    private int next;
    private int kills;
    private int joins;
    private int leaves;

    /** {@code b} runs, {@code c} does not. */
    ConsumerLife(OrdersInstance b, OrdersInstance c) {
        this.b = b;
        this.c = c;
        this.steps = List.of(
                () -> kill(b),
                () -> join(b),
                () -> join(c),
                () -> leave(c),
                () -> join(c),
                () -> kill(c),
                () -> kill(b),
                () -> join(b));
    }

    void goOn() {
        steps.get(next).run();
        next = (next + 1) % steps.size();
    }

    private void join(OrdersInstance instance) {
        OrdersInstance.startAll(instance);
        joins++;
    }

    private void kill(OrdersInstance instance) {
        instance.kill();
        kills++;
    }

    private void leave(OrdersInstance instance) {
        instance.terminate();
        leaves++;
    }

    void end() {
        b.end();
        c.end();
    }

    int kills() {
        return kills;
    }

    @Override
    public String toString() {
        return kills + " times kill -9, " + joins + " times joined, " + leaves + " times left";
    }
}
