package com.bhf.kafka.lab.proxy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One direction of one connection: a chain of stages between the thread that reads one socket and the thread that
 * writes the other. The writer's thread moves the chunks through the chain. This class is threadsafe; only
 * {@link #awaitRoom} and {@link #next} block.
 */
final class Link {

    private static final int OUTBOX = 4;

    private final Direction direction;
    private final LinkOwner owner;
    private final LongSupplier nanoTime;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final List<Stage> stages = new ArrayList<>();
    private final ChunkQueue outbox = new ChunkQueue(OUTBOX);
    private boolean progressed;
    private boolean finished;

    Link(Direction direction, LinkOwner owner, List<PlacedToxic> toxics, LongSupplier nanoTime) {
        this.direction = direction;
        this.owner = owner;
        this.nanoTime = nanoTime;
        toxics.forEach(this::append);
        if (toxics.stream().anyMatch(placed -> placed.toxic().resetsNewConnections())) {
            owner.resetOnClose(direction, true);
        }
    }

    Direction direction() {
        return direction;
    }

    /** Takes what was read, whether there is room or not: the reader asks for room after it. */
    void add(List<Chunk> chunks) {
        locked(() -> chunks.forEach(chunk -> put(first(), chunk)));
    }

    /** Blocks until there is room for more. Returns false when nobody will take it any more. */
    boolean awaitRoom() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!finished && !first().hasRoom()) {
                room.await();
            }
            return !finished;
        } finally {
            lock.unlock();
        }
    }

    /** The socket that is read has ended. */
    void endInput() {
        locked(() -> first().close());
    }

    /** Blocks until a chunk has come through the chain and returns it; null when that was all. */
    @Nullable Chunk next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!finished) {
                long timer = settle();
                room.signalAll();
                Chunk chunk = outbox.poll();
                if (chunk != null) {
                    return chunk;
                }
                if (outbox.isEnded()) {
                    return null;
                }
                work.awaitNanos(timer);
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Lets all stages do what they can. Returns after how many nanoseconds one of them wants to be asked again. */
    private long settle() {
        long timer;
        do {
            progressed = false;
            timer = Effect.NO_TIMER;
            for (Stage stage : stages) {
                timer = Math.min(timer, stage.advance());
            }
        } while (progressed);
        return timer;
    }

    /** Stops both threads; what is still in the chain is lost. */
    void finish() {
        locked(() -> {
            finished = true;
            stages.forEach(stage -> drain(stage.inbox()));
            drain(outbox);
            room.signalAll();
        });
    }

    private void drain(ChunkQueue queue) {
        for (Chunk chunk = queue.poll(); chunk != null; chunk = queue.poll()) {
            lose(chunk);
        }
    }

    /** Puts a toxic at the end of the chain. */
    void append(PlacedToxic placed) {
        locked(() -> {
            Stage stage = new Stage(this, placed, outbox);
            if (!stages.isEmpty()) {
                Stage last = stages.get(stages.size() - 1);
                last.restart();
                last.leadTo(stage.inbox());
            }
            if (outbox.isClosed()) {
                stage.inbox().close();
            }
            stages.add(stage);
        });
    }

    void update(PlacedToxic changed) {
        locked(() -> stages.stream().filter(stage -> stage.runs(changed)).forEach(stage -> stage.update(changed)));
    }

    void remove(PlacedToxic placed) {
        locked(() -> {
            for (int i = 0; i < stages.size(); i++) {
                if (stages.get(i).runs(placed)) {
                    remove(i);
                    return;
                }
            }
        });
    }

    private void remove(int i) {
        ChunkQueue next = i + 1 < stages.size() ? stages.get(i + 1).inbox() : outbox;
        stages.remove(i).leave();
        if (i > 0) {
            Stage previous = stages.get(i - 1);
            previous.leadTo(next);
            previous.restart();
        }
    }

    private ChunkQueue first() {
        return stages.isEmpty() ? outbox : stages.get(0).inbox();
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    // What follows is for the stages, under the lock.

    long now() {
        return nanoTime.getAsLong();
    }

    void progress() {
        progressed = true;
    }

    void put(ChunkQueue queue, Chunk chunk) {
        progressed = true;
        if (finished || queue.isClosed()) {
            lose(chunk);
        } else {
            queue.add(chunk);
        }
    }

    void lose(Chunk chunk) {
        owner.lost(chunk);
    }

    void resetOnClose() {
        owner.resetOnClose(direction, false);
    }

    KafkaConversation conversation() {
        return owner.conversation();
    }
}
