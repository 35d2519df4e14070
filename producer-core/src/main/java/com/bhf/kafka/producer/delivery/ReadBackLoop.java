package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.readback.LogReader;
import com.bhf.kafka.producer.readback.LogScan;
import com.bhf.kafka.producer.readback.Place;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that looks for the records of open sends: one scan at a time per topic, for all of its
 * sends that are due. A scan that takes longer than its bound goes on after the other topics' turn.
 * How many there are is bounded by the engine's admission and by the room for what it takes over.
 */
final class ReadBackLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReadBackLoop.class);
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    /** What becomes of an open send. Called on the loop's thread; must not block. */
    interface Verdicts {
        void found(OpenEntry entry, Place place);

        /**
         * There is no record, and none is under way.
         *
         * @param mayBeGone there may have been one, which the topic did not keep
         */
        void absent(OpenEntry entry, boolean mayBeGone);

        /** There is no such topic, so there is no record. */
        void withoutTopic(OpenEntry entry);

        /** The topic cannot be read, and waiting alone does not help. The entry is to be added again. */
        void unreadable(OpenEntry entry, Exception error);
    }

    private final LogReader reader;
    private final RedeliverySettings settings;
    private final Clock clock;
    private final Verdicts verdicts;
    private final Queue<OpenEntry> arrivals = new ConcurrentLinkedQueue<>();
    private final Map<UUID, OpenEntry> open = new HashMap<>();
    private final Thread thread;
    private volatile boolean closed;
    private final Map<String, TopicScan> scans = new HashMap<>();
    private final Set<String> failing = new HashSet<>();

    /** A scan of a topic, for the sends that were due when it began. */
    private record TopicScan(String topic, List<OpenEntry> entries, Instant began, LogScan log) {

        TopicScan(String topic, List<OpenEntry> entries, Instant began) {
            this(topic, entries, began, new LogScan(topic, earliest(entries)));
            entries.forEach(
                    entry -> log.want(entry.send().requestId(), entry.send().keyBytes()));
        }

        private static Instant earliest(List<OpenEntry> entries) {
            return entries.stream()
                    .map(entry -> entry.send().earliestInLog())
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
        }
    }

    ReadBackLoop(LogReader reader, RedeliverySettings settings, Clock clock, Verdicts verdicts) {
        this.reader = reader;
        this.settings = settings;
        this.clock = clock;
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
            } catch (RuntimeException e) {
                LOG.error("event=read-back-failed", e);
            }
            pause(TICK);
        }
    }

    private void pause(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private void round() {
        for (OpenEntry entry = arrivals.poll(); entry != null; entry = arrivals.poll()) {
            open.put(entry.send().requestId(), entry);
        }
        Instant now = clock.instant();
        open.values().stream()
                .filter(entry -> entry.isDue(now))
                .collect(Collectors.groupingBy(entry -> entry.send().topic()))
                .forEach((topic, due) -> scans.computeIfAbsent(topic, t -> new TopicScan(t, due, now)));
        List.copyOf(scans.values()).forEach(this::readOn);
    }

    private void readOn(TopicScan scan) {
        if (closed) {
            return;
        }
        long before = scan.log().position();
        try {
            reader.read(scan.log(), settings.scanBound());
            worksAgain(scan.topic());
            scans.remove(scan.topic());
            scan.entries().forEach(entry -> judge(entry, scan));
        } catch (TimeoutException e) {
            // A topic too long for one read is read on. But an end that a truncated log has lost is never reached.
            if (scan.log().position() == before) {
                giveUp(scan, e);
            }
        } catch (KafkaException e) {
            giveUp(scan, e);
        }
    }

    private void judge(OpenEntry entry, TopicScan scan) {
        UUID id = entry.send().requestId();
        Place place = scan.log().placeOf(id);
        if (place != null) {
            conclude(entry, () -> verdicts.found(entry, place));
        } else if (entry.absent(scan.began(), settings.settle())) {
            boolean old = entry.isBeyondRetention(settings.maxAge(), scan.began());
            boolean mayBeGone =
                    scan.log().mayBeCompactedAway(id) || (old && scan.log().isCut());
            conclude(entry, () -> verdicts.absent(entry, mayBeGone));
        }
    }

    private void giveUp(TopicScan scan, KafkaException error) {
        scans.remove(scan.topic());
        if (closed) {
            return;
        }
        if (failing.add(scan.topic())) {
            int count = scan.entries().size();
            LOG.warn("event=read-back-waits topic={} open={} error=\"{}\"", scan.topic(), count, error.toString());
        }
        scan.entries().forEach(entry -> postpone(entry, scan, error));
    }

    private void postpone(OpenEntry entry, TopicScan scan, KafkaException error) {
        boolean old = entry.isOlderThan(settings.maxAge(), scan.began());
        Duration settle = old ? settings.settle() : unknownTopicSettle();
        if (error instanceof UnknownTopicOrPartitionException && entry.withoutTopic(scan.began(), settle)) {
            conclude(entry, () -> verdicts.withoutTopic(entry));
            return;
        }
        entry.postpone(clock.instant().plus(PAUSE_AFTER_FAILURE));
        if (!(error instanceof RetriableException) && entry.isNewsThatUnreadable()) {
            conclude(entry, () -> verdicts.unreadable(entry, error));
        }
    }

    private Duration unknownTopicSettle() {
        Duration settle = settings.settle();
        return settle.compareTo(UnknownTopics.BELIEVED_AFTER) > 0 ? settle : UnknownTopics.BELIEVED_AFTER;
    }

    private void worksAgain(String topic) {
        if (failing.remove(topic)) {
            LOG.info("event=read-back-works-again topic={}", topic);
        }
    }

    private void conclude(OpenEntry entry, Runnable verdict) {
        open.remove(entry.send().requestId());
        verdict.run();
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
}
