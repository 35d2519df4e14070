package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.readback.LogReader;
import com.bhf.kafka.producer.readback.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks for the records of open sends: one scan per topic for all of its open sends.
 * How many there are is bounded by the engine's admission and by one page of the recovery.
 */
final class ReadBackLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBackLoop.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** What becomes of an open send. Called on the loop's thread; must not block. */
    interface Verdicts {
        void found(OpenEntry entry, Place place);

        /** There is no record, and none is under way. */
        void absent(OpenEntry entry);
    }

    private final LogReader reader;
    private final RedeliverySettings settings;
    private final Clock clock;
    private final Verdicts verdicts;
    private final Recovery recovery;
    private final Queue<OpenEntry> arrivals = new ConcurrentLinkedQueue<>();
    private final Map<UUID, OpenEntry> open = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private boolean failing;

    ReadBackLoop(LogReader reader, RedeliverySettings settings, Clock clock, Recovery recovery, Verdicts verdicts) {
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
        this.recovery = recovery;
        this.verdicts = verdicts;
        this.thread = new Thread(this::run, "read-back");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Does not block. */
    void add(OpenEntry entry) {
        arrivals.add(entry);
    }

    private void run() {
        while (!closed) {
            try {
                round();
                Thread.sleep(TICK.toMillis());
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException e) {
                LOG.error("event=read-back-failed", e);
            }
        }
    }

    private void round() {
        for (OpenEntry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
            open.put(entry.send().requestId(), entry);
        }
        recovery.nextPage(open.values()).forEach(entry -> open.put(entry.send().requestId(), entry));
        Instant now = clock.instant();
        Map<String, List<OpenEntry>> dueByTopic = open.values().stream()
                .filter(entry -> entry.isDue(now))
                .collect(Collectors.groupingBy(entry -> entry.send().topic()));
        dueByTopic.forEach(this::resolve);
    }

    private void resolve(String topic, List<OpenEntry> entries) {
        if (closed) {
            return;
        }
        Instant began = clock.instant();
        Map<UUID, Place> found = scan(topic, entries);
        if (found == null) {
            entries.forEach(entry -> entry.postpone(clock.instant().plus(PAUSE_AFTER_FAILURE)));
            return;
        }
        for (OpenEntry entry : entries) {
            Place place = found.get(entry.send().requestId());
            if (place != null) {
                conclude(entry, () -> verdicts.found(entry, place));
            } else if (entry.absent(began, settings.settle())) {
                conclude(entry, () -> verdicts.absent(entry));
            }
        }
    }

    private void conclude(OpenEntry entry, Runnable verdict) {
        open.remove(entry.send().requestId());
        verdict.run();
    }

    /** Null when the log cannot be read now. */
    private @Nullable Map<UUID, Place> scan(String topic, List<OpenEntry> entries) {
        Map<UUID, OpenEntry> wanted =
                entries.stream().collect(Collectors.toMap(entry -> entry.send().requestId(), Function.identity()));
        Instant from = entries.stream()
                .map(entry -> entry.send().acceptedAt())
                .min(Comparator.naturalOrder())
                .orElseThrow();
        try {
            Map<UUID, Place> found = reader.scan(topic, wanted.keySet(), from, settings.scanBound());
            if (failing) {
                failing = false;
                LOG.info("event=read-back-works-again topic={}", topic);
            }
            return found;
        } catch (KafkaException e) {
            if (!failing) {
                failing = true;
                LOG.warn("event=read-back-waits topic={} open={} error=\"{}\"", topic, entries.size(), e.toString());
            }
            return null;
        }
    }

    /** Ends the scan under way; blocks up to the timeout. */
    void close(Duration timeout) {
        closed = true;
        thread.interrupt();
        try {
            thread.join(Math.max(1, timeout.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }

    /** The open sends of an earlier life of the process, page by page. */
    static final class Recovery {
        private static final int PAGE = 1_000;
        private static final int MOST_OPEN = 10_000;
        private static final long MOST_BYTES = 64L << 20;

        private final StatusStore store;
        private final UUID before;
        private final Clock clock;
        private UUID after = new UUID(0, 0);
        private boolean done;
        private int total;

        /** @param before ids from this one on are of this life */
        Recovery(StatusStore store, UUID before, Clock clock) {
            this.store = store;
            this.before = before;
            this.clock = clock;
        }

        /** The next page, when there is room for it; empty otherwise. Blocks for the store. */
        List<OpenEntry> nextPage(Collection<OpenEntry> openNow) {
            if (done || openNow.size() >= MOST_OPEN || bytes(openNow) >= MOST_BYTES) {
                return List.of();
            }
            List<OpenSend> page;
            try {
                page = store.findOpen(after, PAGE);
            } catch (StatusStoreException e) {
                LOG.warn("event=recovery-waits error=\"{}\"", e.toString());
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

        private static long bytes(Collection<OpenEntry> entries) {
            return entries.stream()
                    .mapToLong(entry -> {
                        byte[] value = entry.send().value();
                        return value == null ? 0 : value.length;
                    })
                    .sum();
        }

        /** Ids are time-ordered; the first 48 bits are the time. */
        private boolean isOfThisLife(UUID id) {
            return Long.compareUnsigned(id.getMostSignificantBits(), before.getMostSignificantBits()) >= 0;
        }

        private OpenEntry entry(OpenSend open) {
            SendStatus status = open.status();
            return new OpenEntry(
                    open.send(), status.state(), status.version(), status.attempts(), false, () -> {}, clock.instant());
        }
    }
}
