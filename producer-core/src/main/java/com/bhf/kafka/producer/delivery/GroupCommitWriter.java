package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes changes to the store in groups: one thread takes whatever waits in a bounded queue, applies
 * it in one commit, and then lets all waiters go on. The more changes wait, the larger the groups.
 */
final class GroupCommitWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommitWriter.class);
    private static final Duration IDLE_WAIT = Duration.ofMillis(200);

    private final StatusStore store;
    private final int maxCommit;
    private final BlockingQueue<Waiting> queue;
    private final Thread thread;
    private volatile boolean closed;
    private boolean broken;

    private record Waiting(StatusChange change, CompletableFuture<ChangeResult> result) {}

    GroupCommitWriter(StatusStore store, int capacity, int maxCommit) {
        this.store = store;
        this.maxCommit = maxCommit;
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
        CompletableFuture<ChangeResult> result = new CompletableFuture<>();
        if (closed || !queue.offer(new Waiting(change, result))) {
            String reason = closed ? "The status writer is closed" : "The status writer's queue is full";
            result.completeExceptionally(new StatusStoreException(reason, null));
        }
        return result;
    }

    private void run() {
        List<Waiting> group = new ArrayList<>(maxCommit);
        while (!closed || !queue.isEmpty()) {
            try {
                collect(group);
                commit(group);
            } catch (InterruptedException e) {
                closed = true;
            } catch (RuntimeException e) {
                LOG.error("event=status-writer-dependent-failed", e);
            } finally {
                group.clear();
            }
        }
        failRest();
    }

    private void collect(List<Waiting> group) throws InterruptedException {
        Waiting first = queue.poll(IDLE_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        if (first != null) {
            group.add(first);
            queue.drainTo(group, maxCommit - 1);
        }
    }

    private void commit(List<Waiting> group) {
        if (group.isEmpty()) {
            return;
        }
        List<ChangeResult> results;
        try {
            results = store.apply(group.stream().map(Waiting::change).toList());
        } catch (RuntimeException e) {
            fail(group, e);
            return;
        }
        logRecovery();
        for (int i = 0; i < results.size(); i++) {
            group.get(i).result().complete(results.get(i));
        }
    }

    private void fail(List<Waiting> group, RuntimeException error) {
        if (!broken) {
            broken = true;
            LOG.error("event=store-broken changes={} error=\"{}\"", group.size(), error.toString());
        }
        StatusStoreException reason =
                error instanceof StatusStoreException s ? s : new StatusStoreException("The store failed", error);
        group.forEach(waiting -> waiting.result().completeExceptionally(reason));
    }

    private void logRecovery() {
        if (broken) {
            broken = false;
            LOG.info("event=store-recovered");
        }
    }

    private void failRest() {
        List<Waiting> rest = new ArrayList<>();
        queue.drainTo(rest);
        if (!rest.isEmpty()) {
            fail(rest, new StatusStoreException("The status writer is closed", null));
        }
    }

    /** Takes no more, writes what waits, up to the timeout; what is left then fails. */
    void close(Duration timeout) {
        closed = true;
        try {
            thread.join(Math.max(1, timeout.toMillis()));
            thread.interrupt();
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        close(Duration.ofSeconds(5));
    }
}
