package com.bhf.kafka.lab.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What waits in front of a stage or of the writer. The bound is what its users ask {@link #hasRoom()} for; a stage
 * that is taken out may hand over what it holds past it. This class is <em>not</em> threadsafe: the link locks.
 */
final class ChunkQueue {

    private final Deque<Chunk> chunks = new ArrayDeque<>();
    private final int bound;
    private boolean closed;

    ChunkQueue(int bound) {
        this.bound = bound;
    }

    boolean hasRoom() {
        return chunks.size() < bound;
    }

    void add(Chunk chunk) {
        chunks.addLast(chunk);
    }

    /** Puts another in the place of the first. */
    void replaceHead(Chunk chunk) {
        chunks.removeFirst();
        chunks.addFirst(chunk);
    }

    @Nullable Chunk head() {
        return chunks.peekFirst();
    }

    @Nullable Chunk poll() {
        return chunks.pollFirst();
    }

    /** Nothing more will come. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Closed, and all that came before that is taken. */
    boolean isEnded() {
        return closed && chunks.isEmpty();
    }
}
