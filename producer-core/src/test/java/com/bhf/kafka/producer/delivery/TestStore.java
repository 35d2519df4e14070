package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A store in memory that outlives the engine, whose commits the test can look at, hold up and make fail. Thread-safe. */
final class TestStore implements StatusStore {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final InMemoryStatusStore rows = new InMemoryStatusStore(1_000_000);
    private final Set<UUID> ids = new LinkedHashSet<>();
    private final List<List<StatusChange>> commits = new ArrayList<>();
    private final Map<UUID, List<Transition>> history = new HashMap<>();
    private Throwable failure;
    private StatusStoreException nextFailure;
    private Doubt nextInDoubt = Doubt.NONE;
    private boolean held;
    private int waiting;
    private int calls;
    private int brokenTakeovers;
    private boolean closed;

    /** From now on {@code apply} throws this; null lets it work again. */
    synchronized void failWith(Throwable error) {
        failure = error;
    }

    /** The next {@code apply} throws this. */
    synchronized void failOnce(StatusStoreException error) {
        nextFailure = error;
    }

    /** The next commit fails in doubt, after it took effect or not. */
    synchronized void failInDoubt(boolean applied) {
        nextInDoubt = applied ? Doubt.APPLIED : Doubt.NOT_APPLIED;
    }

    private enum Doubt {
        NONE,
        APPLIED,
        NOT_APPLIED
    }

    /** From now on {@code apply} waits for {@link #letGo()}. */
    synchronized void hold() {
        held = true;
    }

    synchronized void letGo() {
        held = false;
        notifyAll();
    }

    /** Blocks until a commit is held up. */
    synchronized void awaitHeldCommit() throws InterruptedException {
        await(() -> waiting > 0);
    }

    /** Blocks until {@code apply} was called that often, with or without success. */
    synchronized void awaitCalls(int atLeast) throws InterruptedException {
        await(() -> calls >= atLeast);
    }

    synchronized SendStatus await(UUID id, Predicate<SendStatus> wanted) throws InterruptedException {
        await(() -> rows.find(id).filter(wanted).isPresent());
        return rows.find(id).orElseThrow();
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError(
                        "Not so in time; rows: " + ids.stream().map(rows::find).toList());
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized List<List<StatusChange>> commits() {
        return List.copyOf(commits);
    }

    /** The transitions of a row that took effect. */
    synchronized List<Transition> history(UUID id) {
        return List.copyOf(history.getOrDefault(id, List.of()));
    }

    synchronized long openRows() {
        return ids.stream().filter(id -> !rows.find(id).orElseThrow().isFinal()).count();
    }

    /** The next claims that would take something over fail. */
    synchronized void breakTakeovers(int times) {
        brokenTakeovers = times;
    }

    synchronized int brokenTakeoversLeft() {
        return brokenTakeovers;
    }

    synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized List<ChangeResult> apply(List<StatusChange> changes) {
        calls++;
        notifyAll();
        waitWhileHeld();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (nextFailure != null) {
            StatusStoreException once = nextFailure;
            nextFailure = null;
            throw once;
        }
        Doubt doubt = nextInDoubt;
        nextInDoubt = Doubt.NONE;
        if (doubt == Doubt.NOT_APPLIED) {
            throw StatusStoreException.inDoubt("in doubt for the test", null);
        }
        commits.add(List.copyOf(changes));
        List<ChangeResult> results = rows.apply(changes);
        for (int i = 0; i < results.size(); i++) {
            if (results.get(i) == ChangeResult.APPLIED) {
                remember(changes.get(i));
            }
        }
        notifyAll();
        if (doubt == Doubt.APPLIED) {
            throw StatusStoreException.inDoubt("in doubt for the test", null);
        }
        return results;
    }

    private void waitWhileHeld() {
        waiting++;
        notifyAll();
        try {
            while (held) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new StatusStoreException("interrupted", e);
        } finally {
            waiting--;
        }
    }

    private void remember(StatusChange change) {
        ids.add(change.requestId());
        if (change instanceof Transition transition) {
            history.computeIfAbsent(change.requestId(), id -> new ArrayList<>()).add(transition);
        }
    }

    @Override
    public synchronized Optional<SendStatus> find(UUID requestId) {
        return rows.find(requestId);
    }

    @Override
    public synchronized Optional<KeyedStatus> find(String topic, String idempotencyKey) {
        return rows.find(topic, idempotencyKey);
    }

    @Override
    public synchronized Claim claim(UUID owner, Duration lease, int limit) {
        if (failure instanceof StatusStoreException exception) {
            throw exception;
        }
        if (limit > 0 && brokenTakeovers > 0) {
            brokenTakeovers--;
            throw new StatusStoreException("broken for the test", null);
        }
        return rows.claim(owner, lease, limit);
    }

    @Override
    public synchronized int purge(Instant completedBefore, int limit) {
        return rows.purge(completedBefore, limit);
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
