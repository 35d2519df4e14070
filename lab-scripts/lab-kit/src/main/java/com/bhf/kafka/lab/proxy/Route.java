package com.bhf.kafka.lab.proxy;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/** What the connections of one start of a proxy have in common. */
record Route(
        String proxy, String listen, String upstream, ToxicChains toxics, Metrics metrics, Consumer<Connection> onEnd) {

    void ended(Connection connection) {
        onEnd.accept(connection);
    }

    LongAdder received(Direction direction) {
        return metrics.received(direction, proxy, listen, upstream);
    }

    LongAdder sent(Direction direction) {
        return metrics.sent(direction, proxy, listen, upstream);
    }

    LongAdder lostAcks() {
        return metrics.lostAcks(proxy);
    }
}
