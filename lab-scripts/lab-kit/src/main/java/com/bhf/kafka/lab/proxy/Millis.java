package com.bhf.kafka.lab.proxy;

import java.util.concurrent.TimeUnit;

/** The milliseconds of the API, as far as a nanosecond clock can add them. */
final class Millis {

    private static final long YEARS = TimeUnit.DAYS.toNanos(10_000);

    private Millis() {}

    static long toNanos(long millis) {
        return Math.max(-YEARS, Math.min(YEARS, TimeUnit.MILLISECONDS.toNanos(millis)));
    }
}
