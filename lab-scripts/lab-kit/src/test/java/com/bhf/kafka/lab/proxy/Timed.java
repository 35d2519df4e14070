package com.bhf.kafka.lab.proxy;

import java.util.concurrent.TimeUnit;

/** Measures, and says the expected time when the measured one is near enough on a busy machine. */
final class Timed {

    private static final long EARLY_MS = 15;
    private static final long LATE_MS = 250;

    private static final String OFF = " ms instead of ";

    private final long start = System.nanoTime();

    static Timed start() {
        return new Timed();
    }

    /** {@code seen}, and "at 300 ms" when so much has passed, else how much it really was and what was expected. */
    String at(long expectedMs, String seen) {
        long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
        boolean near = ms >= expectedMs - EARLY_MS && ms <= expectedMs + LATE_MS;
        return seen + " at " + (near ? expectedMs + " ms" : ms + OFF + expectedMs + " ms");
    }

    /** Whether a time in {@code seen} was not the expected one. */
    static boolean isOff(String seen) {
        return seen.contains(OFF);
    }

    /** "at once" is within the tolerance, which must be less than what the other outcome would take. */
    String atOnce(String seen) {
        return at(0, seen);
    }
}
