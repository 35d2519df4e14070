package com.bhf.kafka.producer.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Topics of which the cluster says that they do not exist. It may err for a moment, as while a topic is being
 * created, so it is believed when it says nothing else for half a minute. Thread-safe.
 */
final class UnknownTopics {
    static final Duration BELIEVED_AFTER = Duration.ofSeconds(30);
    /** So long after the last word of it a topic is asked for again. */
    private static final Duration FRESH = Duration.ofSeconds(5);

    private final Clock clock;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    private record Seen(Instant first, Instant last) {}

    UnknownTopics(Clock clock) {
        this.clock = clock;
    }

    /** @return whether that is to be believed by now */
    boolean saidUnknown(String topic) {
        Instant now = clock.instant();
        Seen all = seen.merge(topic, new Seen(now, now), (before, one) -> new Seen(before.first(), now));
        return isBelieved(all);
    }

    void saidOtherwise(String topic) {
        if (!seen.isEmpty()) {
            seen.remove(topic);
        }
    }

    /** Known well enough that it need not be asked for. */
    boolean isUnknown(String topic) {
        if (seen.isEmpty()) {
            return false;
        }
        Seen all = seen.get(topic);
        return all != null
                && isBelieved(all)
                && clock.instant().isBefore(all.last().plus(FRESH));
    }

    private static boolean isBelieved(Seen all) {
        return !all.last().isBefore(all.first().plus(BELIEVED_AFTER));
    }
}
