package com.bhf.kafka.producer.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Open sends that an earlier life or another instance left, as many at a time as there is room for. Thread-safe. */
final class Inheritance {
    private static final Logger LOG = LoggerFactory.getLogger(Inheritance.class);
    private static final int PAGE = 1_000;
    private static final int MOST_OPEN = 10_000;
    private static final long MOST_BYTES = 64L << 20;

    private final int mostOpen;
    private final Clock clock;
    private final Consumer<OpenEntry> lookUp;
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** @param lookUp finds out what became of a send; must not block */
    Inheritance(Clock clock, Consumer<OpenEntry> lookUp) {
        this(MOST_OPEN, clock, lookUp);
    }

    private Inheritance(int mostOpen, Clock clock, Consumer<OpenEntry> lookUp) {
        this.mostOpen = mostOpen;
        this.clock = clock;
        this.lookUp = lookUp;
    }

    /** Takes nothing over. */
    static Inheritance none(Clock clock) {
        return new Inheritance(0, clock, entry -> {});
    }

    /** How many sends may be taken over now. */
    int room() {
        return bytes.get() >= MOST_BYTES ? 0 : Math.max(0, Math.min(PAGE, mostOpen - open.get()));
    }

    void takeOn(UUID owner, List<OpenSend> taken) {
        if (taken.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        taken.forEach(send -> lookUp.accept(entry(owner, send, now)));
        LOG.info("event=sends-taken-over count={}", taken.size());
    }

    private OpenEntry entry(UUID owner, OpenSend taken, Instant now) {
        SendStatus status = taken.status();
        OwnedSend owned = new OwnedSend(taken.send(), owner, enter(taken.send()), null);
        return new OpenEntry(owned, status.state(), status.version(), status.attempts(), false, now);
    }

    private Runnable enter(AcceptedSend send) {
        byte[] value = send.value();
        int size = value == null ? 0 : value.length;
        open.incrementAndGet();
        bytes.addAndGet(size);
        AtomicBoolean left = new AtomicBoolean();
        return () -> {
            if (left.compareAndSet(false, true)) {
                open.decrementAndGet();
                bytes.addAndGet(-size);
            }
        };
    }
}
