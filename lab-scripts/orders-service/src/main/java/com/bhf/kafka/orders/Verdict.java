package com.bhf.kafka.orders;

import java.time.Duration;

/** What is to become of a delivery. */
sealed interface Verdict {
    Delivery delivery();

    /** Its effect is there; {@code now} says whether it was not there before. */
    record Applied(Delivery delivery, boolean now) implements Verdict {}

    /** It failed for a while. */
    record Again(Delivery delivery, TransientOrderException error, Duration delay) implements Verdict {}

    /** It failed for good, or too often. */
    record Dead(Delivery delivery, Exception error) implements Verdict {}
}
