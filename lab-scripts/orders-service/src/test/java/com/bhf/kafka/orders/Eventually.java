package com.bhf.kafka.orders;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Waits for what will be true soon, by looking again and again until a deadline. */
final class Eventually {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** The first value that fits; fails with the last one seen when none does in time. */
    static <T> T get(Duration within, Supplier<T> source, Predicate<? super T> fits) {
        long until = System.nanoTime() + within.toNanos();
        T last = source.get();
        while (!fits.test(last)) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError("Not within " + within + "; last seen: " + last);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
            last = source.get();
        }
        return last;
    }

    static void isTrue(Duration within, Supplier<Boolean> condition) {
        get(within, condition, Boolean::booleanValue);
    }
}
