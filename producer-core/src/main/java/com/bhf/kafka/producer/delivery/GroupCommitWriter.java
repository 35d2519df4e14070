package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes to the store in groups: one thread takes whatever waits in a bounded queue, applies
 * it in one commit, and then lets all waiters go on. The more changes wait, the larger the groups.
 */
final class GroupCommitWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(200);
    /** Who waits behind a commit that fails after longer fails with it: the next one may take as long. */
    private static final Duration LONG = Duration.ofSeconds(1);

    private final StatusStore store;
    private final int maxCommit;
    private final Duration longCommit;
    private final BlockingQueue<Waiting<?>> queue;
    private final Thread thread;
    /** Takes no more. */
    private volatile boolean closed;
    /** Writes no more. */
    private volatile boolean ended;
    /** The group whose commit is under way. */
    private volatile List<Waiting<?>> committing = List.of();
    /** Of the writer's thread only. */
    private boolean broken;

    /** Changes that go into one commit, and who waits for them. */
    private record Waiting<T>(
            List<StatusChange> changes, Function<List<ChangeResult>, T> answer, CompletableFuture<T> result) {

        void done(List<ChangeResult> results) {
            result.complete(answer.apply(results));
        }

        void failed(StatusStoreException reason) {
            result.completeExceptionally(reason);
        }
    }

    GroupCommitWriter(StatusStore store, int capacity, int maxCommit) {
        this(store, capacity, maxCommit, LONG);
    }

    GroupCommitWriter(StatusStore store, int capacity, int maxCommit, Duration longCommit) {
        this.store = store;
        this.maxCommit = maxCommit;
        this.longCommit = longCommit;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.thread = new Thread(this::run, "status-writer");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Queues a change. Does not block. Dependents run on the writer's thread and must be quick.
     *
     * @return fails with {@link StatusStoreException} when the store is broken, the queue is full or the writer closed
     */
    CompletableFuture<ChangeResult> submit(StatusChange change) {
        return enqueue(new Waiting<>(List.of(change), results -> results.get(0), new CompletableFuture<>()));
    }

    /** Like {@link #submit(StatusChange)}, for changes that all go into one commit, however many they are. */
    CompletableFuture<List<ChangeResult>> submit(List<StatusChange> changes) {
        return enqueue(new Waiting<>(changes, results -> results, new CompletableFuture<>()));
    }

    private <T> CompletableFuture<T> enqueue(Waiting<T> waiting) {
        if (closed) {
            fail(List.of(waiting), closedException());
        } else if (!queue.offer(waiting)) {
            fail(List.of(waiting), new StatusStoreException("The status writer's queue is full", null));
        } else if (ended) {
            // The writer ended after the look at closed: nobody else will see this one.
            failRest(closedException());
        }
        return waiting.result();
    }

    private void run() {
        while (!ended && (!closed || !queue.isEmpty())) {
            try {
                commit(collect());
            } catch (InterruptedException e) {
                closed = true;
            }
        }
        ended = true;
        failRest(closedException());
    }

    private List<Waiting<?>> collect() throws InterruptedException {
        List<Waiting<?>> group = new ArrayList<>();
        Waiting<?> next = queue.poll(IDLE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        int changes = 0;
        while (next != null) {
            group.add(next);
            changes += next.changes().size();
            next = changes < maxCommit ? queue.poll() : null;
        }
        return group;
    }

    private void commit(List<Waiting<?>> group) {
        if (group.isEmpty()) {
            return;
        }
        committing = group;
        long began = System.nanoTime();
        try {
            List<ChangeResult> results = apply(group);
            logRecovery();
            int from = 0;
            for (Waiting<?> waiting : group) {
                int to = from + waiting.changes().size();
                waiting.done(results.subList(from, to));
                from = to;
            }
        } catch (RuntimeException | Error e) {
            // An Error too: the thread must live on, or every later waiter would wait for ever.
            logBroken(group.size(), e);
            fail(group, e instanceof StatusStoreException s ? s : StatusStoreException.inDoubt("The store failed", e));
            if (System.nanoTime() - began > longCommit.toNanos()) {
                failRest(new StatusStoreException("The store failed after a long wait", e));
            }
        } finally {
            committing = List.of();
        }
    }

    private List<ChangeResult> apply(List<Waiting<?>> group) {
        List<StatusChange> changes = new ArrayList<>(group.size());
        group.forEach(waiting -> changes.addAll(waiting.changes()));
        List<ChangeResult> results = store.apply(changes);
        if (results.size() != changes.size()) {
            throw new StatusStoreException(
                    "The store gave " + results.size() + " results for " + changes.size() + " changes", null);
        }
        return results;
    }

    private void logBroken(int changes, Throwable error) {
        if (!broken) {
            broken = true;
            LOG.error("event=store-broken changes={} error=\"{}\"", changes, error.toString());
        }
    }

    private void logRecovery() {
        if (broken) {
            broken = false;
            LOG.info("event=store-recovered");
        }
    }

    private static void fail(List<Waiting<?>> group, StatusStoreException reason) {
        group.forEach(waiting -> waiting.failed(reason));
    }

    private void failRest(StatusStoreException reason) {
        List<Waiting<?>> rest = new ArrayList<>();
        queue.drainTo(rest);
        fail(rest, reason);
    }

    private static StatusStoreException closedException() {
        return new StatusStoreException("The status writer is closed", null);
    }

    /** Takes no more, writes what waits, up to the timeout; what is left then fails. */
    void close(Duration timeout) {
        closed = true;
        try {
            thread.join(Math.max(1, timeout.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            ended = true;
            // Before the interrupt: what the store then says of the commit is not what became of it.
            fail(committing, StatusStoreException.inDoubt("The status writer was closed during the commit", null));
            thread.interrupt();
            failRest(closedException());
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }
}
