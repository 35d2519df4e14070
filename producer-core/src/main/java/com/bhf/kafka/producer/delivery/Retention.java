package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.InvalidSettingException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes final statuses that are older than they have to be kept, in small batches on a thread of its
 * own, so that neither the writer nor a reader waits long for it. Thread-safe.
 */
public final class Retention implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
    private static final int BATCH = 500;
    private static final Duration BETWEEN_BATCHES = Duration.ofMillis(10);

    private final StatusStore store;
    private final Duration keep;
    private final Duration interval;
    private final Clock clock;
    private final Thread thread;
    private final Object wake = new Object();
    private volatile boolean closed;
    private boolean failing;

    /**
     * Looks for old statuses for the first time after one interval.
     *
     * @param keep how long a final status is kept after its completion; at least 1 s
     * @param interval how often old statuses are looked for
     */
    public Retention(StatusStore store, Duration keep, Duration interval, Clock clock) {
        if (keep.toSeconds() < 1) {
            throw new InvalidSettingException("STATUS_RETENTION", keep, "1 second or more");
        }
        this.store = store;
        this.keep = keep;
        this.interval = interval;
        this.clock = clock;
        this.thread = new Thread(this::run, "status-retention");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            try {
                synchronized (wake) {
                    if (!closed) {
                        wake.wait(interval.toMillis());
                    }
                }
                long deleted = closed ? 0 : purge();
                if (deleted > 0) {
                    LOG.info("event=statuses-deleted count={}", deleted);
                }
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private long purge() throws InterruptedException {
        Instant before = clock.instant().minus(keep);
        long total = 0;
        try {
            int deleted = BATCH;
            while (deleted == BATCH && !closed) {
                deleted = store.purge(before, BATCH);
                total += deleted;
                Thread.sleep(BETWEEN_BATCHES.toMillis());
            }
            failing = false;
        } catch (StatusStoreException e) {
            if (!failing) {
                failing = true;
                LOG.warn("event=retention-waits error=\"{}\"", e.toString());
            }
        }
        return total;
    }

    /** Blocks until a batch under way has ended, 5 seconds at most. */
    @Override
    public void close() {
        synchronized (wake) {
            closed = true;
            wake.notifyAll();
        }
        try {
            thread.join(Duration.ofSeconds(5).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
