package com.bhf.kafka.producer.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open sends of an earlier life of the process, page by page. */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);
    private static final int PAGE = 1_000;
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final int MOST_OPEN = 10_000;
    private static final long MOST_BYTES = 64L << 20;

    private final StatusStore store;
    private final long startMillis;
    private final Clock clock;
    private UUID after = new UUID(0, 0);
    private boolean done;
    private boolean waiting;
    private Instant nextTry;
    private int total;

    /** Made before the first send of this life is accepted. */
    Recovery(StatusStore store, Clock clock) {
        this.store = store;
        this.startMillis = clock.millis();
        this.clock = clock;
        this.nextTry = clock.instant();
    }

    /** The next page, when there is room for it; empty otherwise. Blocks for the store. */
    List<OpenEntry> nextPage(Collection<OpenEntry> openNow) {
        if (done || clock.instant().isBefore(nextTry) || openNow.size() >= MOST_OPEN || bytes(openNow) >= MOST_BYTES) {
            return List.of();
        }
        List<OpenSend> page = read();
        if (page == null) {
            return List.of();
        }
        List<OpenEntry> entries = new ArrayList<>();
        for (OpenSend open : page) {
            after = open.send().requestId();
            if (isOfThisLife(after)) {
                done = true;
                break;
            }
            entries.add(entry(open));
        }
        total += entries.size();
        done |= page.size() < PAGE;
        if (done) {
            LOG.info("event=recovery-read open={}", total);
        }
        return entries;
    }

    private @Nullable List<OpenSend> read() {
        try {
            List<OpenSend> page = store.findOpen(after, PAGE);
            waiting = false;
            return page;
        } catch (StatusStoreException e) {
            if (!waiting) {
                waiting = true;
                LOG.warn("event=recovery-waits error=\"{}\"", e.toString());
            }
            nextTry = clock.instant().plus(PAUSE_AFTER_FAILURE);
            return null;
        }
    }

    private static long bytes(Collection<OpenEntry> entries) {
        return entries.stream()
                .mapToLong(entry -> {
                    byte[] value = entry.send().value();
                    return value == null ? 0 : value.length;
                })
                .sum();
    }

    /** Ids are time-ordered; the first 48 bits are the time. The counter after it starts anew in each life. */
    private boolean isOfThisLife(UUID id) {
        return id.getMostSignificantBits() >>> 16 >= startMillis;
    }

    private OpenEntry entry(OpenSend open) {
        SendStatus status = open.status();
        return new OpenEntry(
                open.send(), status.state(), status.version(), status.attempts(), false, () -> {}, clock.instant());
    }
}
