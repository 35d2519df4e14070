package com.bhf.kafka.producer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the producer in use and replaces it when it is in a fatal state. The replacement runs on a
 * thread of its own: closing a producer from its own callback would fail the records of others.
 */
final class ProducerSlot<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(ProducerSlot.class);
    /** A producer that fails at once, or cannot be made, must not be replaced in a tight loop. */
    private static final Duration PAUSE_AFTER_REPLACEMENT = Duration.ofSeconds(1);

    private final Supplier<? extends Producer<K, V>> factory;
    private final Duration closeTimeout;
    private final AtomicBoolean replacing = new AtomicBoolean();
    private volatile Producer<K, V> current;
    private volatile boolean closed;

    ProducerSlot(Supplier<? extends Producer<K, V>> factory, Duration closeTimeout) {
        this.factory = factory;
        this.closeTimeout = closeTimeout;
        this.current = factory.get();
    }

    Producer<K, V> current() {
        return current;
    }

    /** Starts the replacement of {@code broken}, unless it is under way or done. Does not block. */
    void replace(Producer<K, V> broken, Consumer<Producer<K, V>> whenReplaced) {
        if (closed || current != broken || !replacing.compareAndSet(false, true)) {
            return;
        }
        Thread replacer = new Thread(() -> doReplace(broken, whenReplaced), "producer-replacer");
        replacer.setDaemon(true);
        replacer.start();
    }

    /** Replaces the producer in use and ends it without waiting for what it holds. Does not block. */
    void abort(Runnable whenAborted) {
        Producer<K, V> last = current;
        Thread aborter = new Thread(() -> doAbort(last, whenAborted), "producer-aborter");
        aborter.setDaemon(true);
        aborter.start();
    }

    private void doAbort(Producer<K, V> last, Runnable whenAborted) {
        try {
            installFresh(last);
        } catch (RuntimeException e) {
            LOG.error("event=producer-replacement-failed error=\"{}\" (the next send tries again)", e.toString());
        } finally {
            last.close(Duration.ZERO);
            whenAborted.run();
        }
    }

    private void doReplace(Producer<K, V> broken, Consumer<Producer<K, V>> whenReplaced) {
        try {
            tryReplace(broken, whenReplaced);
            Thread.sleep(PAUSE_AFTER_REPLACEMENT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            replacing.set(false);
        }
    }

    private void tryReplace(Producer<K, V> broken, Consumer<Producer<K, V>> whenReplaced) {
        try {
            if (installFresh(broken)) {
                whenReplaced.accept(broken);
                broken.close(closeTimeout);
            }
        } catch (RuntimeException e) {
            LOG.error("event=producer-replacement-failed error=\"{}\" (the next fatal send tries again)", e.toString());
        }
    }

    private boolean installFresh(Producer<K, V> broken) {
        Producer<K, V> fresh = factory.get();
        synchronized (this) {
            if (!closed && current == broken) {
                current = fresh;
                return true;
            }
        }
        fresh.close(Duration.ZERO);
        return false;
    }

    /** Blocks up to the timeout; afterwards no replacement starts. */
    void close(Duration timeout) {
        Producer<K, V> last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        last.close(timeout);
    }
}
