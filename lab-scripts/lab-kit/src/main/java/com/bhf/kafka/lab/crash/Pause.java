package com.bhf.kafka.lab.crash;

import java.time.Duration;

/** Lets time pass. */
public final class Pause {

    private Pause() {}

    /** @throws CrashTestException when the thread was interrupted: the test is being stopped */
    public static void of(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
    }
}
