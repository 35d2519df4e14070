package com.bhf.kafka.lab.proxy;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that were read together, with the time of that on the nanosecond clock. A chunk that belongs to a Produce
 * response says to which and at which place of its frame it starts.
 */
record Chunk(ByteBuffer bytes, long receivedAt, @Nullable ProduceAck ack, int frameOffset) {

    static Chunk plain(ByteBuffer bytes, long receivedAt) {
        return new Chunk(bytes, receivedAt, null, 0);
    }

    int size() {
        return bytes.remaining();
    }

    /** The first {@code n} bytes. */
    Chunk head(int n) {
        return new Chunk(bytes.slice(bytes.position(), n), receivedAt, ack, frameOffset);
    }

    /** What follows the first {@code n} bytes. */
    Chunk tail(int n) {
        return new Chunk(bytes.slice(bytes.position() + n, size() - n), receivedAt, ack, frameOffset + n);
    }

    Chunk receivedLater(long nanos) {
        return new Chunk(bytes, receivedAt + nanos, ack, frameOffset);
    }
}
