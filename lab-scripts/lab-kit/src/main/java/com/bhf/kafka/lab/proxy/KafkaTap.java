package com.bhf.kafka.lab.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a socket and a link and reads along. As long as it has not seen that the connection speaks Kafka it
 * passes each read on as it came; from then on it cuts the chunks so that one holds bytes of one Produce response or
 * none of any, and may hold back an incomplete header, with which the receiver could do nothing. This class is
 * <em>not</em> threadsafe.
 */
abstract class KafkaTap implements FrameScanner.Frames {

    private final FrameScanner scanner;
    private final ByteArrayOutputStream run = new ByteArrayOutputStream();
    private List<Chunk> chunks = new ArrayList<>();
    private boolean steers;
    private long now;
    private @Nullable ProduceAck ack;
    private int frameOffset;

    KafkaTap(int headerLength) {
        scanner = new FrameScanner(headerLength, this);
    }

    /** Returns what goes on into the link now. */
    final List<Chunk> read(ByteBuffer bytes, long receivedAt) {
        if (scanner.isForeign()) {
            return List.of(Chunk.plain(bytes, receivedAt));
        }
        now = receivedAt;
        chunks = new ArrayList<>();
        boolean steered = steers;
        scanner.scan(bytes.duplicate());
        if (!steered) {
            run.reset();
            chunks.clear();
            chunks.add(Chunk.plain(bytes, receivedAt));
            steers = scanner.isBetweenFrames();
        }
        if (steers && scanner.isBetweenFrames()) {
            betweenFrames();
        }
        flush();
        return chunks;
    }

    /** Returns what was held back; the connection has ended. */
    final List<Chunk> endInput() {
        chunks = new ArrayList<>();
        if (steers) {
            scanner.endInput();
        }
        flush();
        return chunks;
    }

    /** Whether the connection is known to speak Kafka, so that frames can be kept, added and replaced. */
    final boolean steers() {
        return steers;
    }

    /** Called when a read ended with the end of a frame. */
    void betweenFrames() {}

    /** Passes bytes on, as the part of {@code of} that starts at {@code offset}, or as no part of any response. */
    final void pass(ByteBuffer bytes, @Nullable ProduceAck of, int offset) {
        if (of != ack) {
            flush();
        }
        if (run.size() == 0) {
            ack = of;
            frameOffset = offset;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        run.writeBytes(copy);
    }

    private void flush() {
        if (run.size() > 0) {
            chunks.add(new Chunk(ByteBuffer.wrap(run.toByteArray()), now, ack, frameOffset));
            run.reset();
        }
        ack = null;
    }
}
