package com.bhf.kafka.orders;

import java.util.List;

/** The topics of the service: their names follow from that of the first. */
record Topics(String orders) {

    String retry() {
        return orders + ".retry";
    }

    String deadLetters() {
        return orders + ".DLT";
    }

    /** Which dead letters have been replayed: one record each, keyed by the place of the dead letter. Compacted. */
    String replays() {
        return orders + ".DLT.replayed";
    }

    List<String> consumed() {
        return List.of(orders, retry());
    }
}
