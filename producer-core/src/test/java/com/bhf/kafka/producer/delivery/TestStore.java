package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Keeps rows in a map, in groups that the test can look at, hold up and make fail. Thread-safe. */
final class TestStore implements StatusStore {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Map<UUID, SendStatus> rows = new HashMap<>();
    private final List<List<StatusChange>> commits = new ArrayList<>();
    private Throwable failure;
    private boolean held;
    private int waiting;
    private int calls;
    private boolean closed;

    /** From now on {@code apply} throws this; null lets it work again. */
    synchronized void failWith(Throwable error) {
        failure = error;
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
        await(() -> rows.containsKey(id) && wanted.test(rows.get(id)));
        return rows.get(id);
    }

    private interface Condition {
        boolean holds();
    }

    private void await(Condition condition) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.holds()) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("Not so in time; rows: " + rows.values());
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized List<List<StatusChange>> commits() {
        return List.copyOf(commits);
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
        commits.add(List.copyOf(changes));
        List<ChangeResult> results = changes.stream().map(this::applyOne).toList();
        notifyAll();
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

    private ChangeResult applyOne(StatusChange change) {
        SendStatus before = rows.get(change.requestId());
        if (change instanceof Accept accept) {
            if (before != null) {
                return ChangeResult.CONFLICT;
            }
            rows.put(change.requestId(), SendStatus.accepted(accept.send()));
            return ChangeResult.APPLIED;
        }
        Transition transition = (Transition) change;
        if (before == null || before.isFinal() || before.version() != transition.expectedVersion()) {
            return ChangeResult.CONFLICT;
        }
        rows.put(change.requestId(), before.after(transition));
        return ChangeResult.APPLIED;
    }

    @Override
    public synchronized Optional<SendStatus> find(UUID requestId) {
        return Optional.ofNullable(rows.get(requestId));
    }

    @Override
    public List<OpenSend> findOpen(UUID after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int purge(Instant completedBefore, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
