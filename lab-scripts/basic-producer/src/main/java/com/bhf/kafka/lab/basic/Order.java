package com.bhf.kafka.lab.basic;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** What is sent: the order of the course, as JSON. Its texts need no escaping. */
record Order(int number, Instant at) {

    private static final int BASE_AMOUNT = 100;

    String json() {
        return String.format(
                Locale.ROOT,
                "{\"orderId\":\"ORD-%04d\",\"timestamp\":\"%s\",\"amount\":%d}",
                number,
                at.truncatedTo(ChronoUnit.MILLIS),
                BASE_AMOUNT + 10L * number);
    }
}
