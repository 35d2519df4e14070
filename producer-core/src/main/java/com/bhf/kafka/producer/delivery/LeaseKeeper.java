package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this process the owner of the sends it accepts, and takes over what owners without a lease left
 * open. One thread renews the lease, four times in its length.
 *
 * <p>The process trusts its lease for four fifths of its length, by its own monotonic clock, from before the
 * renewal was asked for: it stops sending before anybody else may take over. Then what Kafka's client still holds
 * is withdrawn, so that it cannot arrive after the new owner has looked for it.
 */
final class LeaseKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(500);
    /** The service comes up first; what an earlier life left open waits for the settle time anyway. */
    private static final Duration FIRST_TAKEOVER_AFTER = Duration.ofSeconds(1);

    enum Hold {
        HELD,
        /** It may have run out; it may also be renewed again. */
        UNCERTAIN,
        /** Somebody else has taken over, or will. */
        LOST
    }

    /** @param claimed whether the store knows the owner */
    private record Term(UUID owner, boolean claimed, long untilNanos, boolean ranOut) {
        static Term fresh() {
            return new Term(UUID.randomUUID(), false, System.nanoTime(), true);
        }

        boolean isOver() {
            return System.nanoTime() - untilNanos >= 0;
        }
    }

    private final StatusStore store;
    private final Duration length;
    private final Inheritance inheritance;
    private final Runnable withdraw;
    private final ScheduledExecutorService timer;
    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Term term = Term.fresh();
    private boolean failing;

    /** @param withdraw takes back from Kafka's client what it has not written yet; must not block */
    LeaseKeeper(
            StatusStore store,
            Duration length,
            Inheritance inheritance,
            Runnable withdraw,
            ScheduledExecutorService timer) {
        this.store = store;
        this.length = length;
        this.inheritance = inheritance;
        this.withdraw = withdraw;
        this.timer = timer;
        this.thread = new Thread(this::run, "lease-keeper");
        thread.setDaemon(true);
    }

    /** Asks for the lease once, on this thread, so that sends can be accepted on return if the store answers. */
    void start() {
        beat(0);
        thread.start();
    }

    /**
     * Who owns what is accepted now.
     *
     * @throws StatusStoreException the store has not given a lease yet
     */
    UUID owner() {
        Term now = term;
        if (!now.claimed()) {
            throw new StatusStoreException("The status store has not answered yet", null);
        }
        return now.owner();
    }

    /** Whether what this owner accepted may be sent now. */
    Hold holdOf(UUID owner) {
        Term now = term;
        if (!now.owner().equals(owner)) {
            return Hold.LOST;
        }
        return now.isOver() ? Hold.UNCERTAIN : Hold.HELD;
    }

    private void run() {
        pause(shorter(FIRST_TAKEOVER_AFTER, betweenBeats()));
        while (closing.getCount() > 0) {
            pause(beat(inheritance.room()));
        }
    }

    private void pause(Duration time) {
        try {
            closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            closing.countDown();
        }
    }

    /** @return how long until the next */
    private Duration beat(int room) {
        try {
            return claim(term.owner(), room);
        } catch (RuntimeException e) {
            if (!failing) {
                failing = true;
                LOG.warn("event=lease-not-renewed error=\"{}\"", e.toString());
            }
            return PAUSE_AFTER_FAILURE;
        }
    }

    private Duration claim(UUID owner, int room) {
        long before = System.nanoTime();
        Claim claim = store.claim(owner, length, room);
        failing = false;
        if (!claim.held()) {
            LOG.warn("event=lease-lost owner={} (another instance takes over what it held)", owner);
            boolean withdrawn = term.ranOut();
            term = Term.fresh();
            if (!withdrawn) {
                withdraw.run();
            }
            return Duration.ZERO;
        }
        term = new Term(owner, true, before + trusted().toNanos(), false);
        checkLater();
        inheritance.takeOn(owner, claim.taken());
        return room > 0 && claim.taken().size() == room ? Duration.ZERO : betweenBeats();
    }

    private Duration betweenBeats() {
        return length.dividedBy(4);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private Duration trusted() {
        return length.multipliedBy(4).dividedBy(5);
    }

    private void checkLater() {
        try {
            timer.schedule(this::check, trusted().toMillis() + 1, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException stopped) {
            // The engine is closed: it sends no more.
        }
    }

    private void check() {
        Term now = term;
        if (now.isOver() && !now.ranOut()) {
            term = new Term(now.owner(), now.claimed(), now.untilNanos(), true);
            LOG.warn("event=lease-ran-out owner={} (nothing is sent until it is renewed)", now.owner());
            withdraw.run();
        }
    }

    /** Gives the lease up: others may take over at once. Blocks for the store. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(length.toMillis());
            store.claim(term.owner(), Duration.ZERO, 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StatusStoreException e) {
            LOG.warn("event=lease-not-given-up error=\"{}\" (it runs out by itself)", e.toString());
        }
    }
}
