package com.bhf.kafka.lab.proxy;

import java.nio.ByteBuffer;

/**
 * Finds the frames of the Kafka protocol in one direction of a connection, however the bytes are cut: four bytes of
 * length, then a header of a known size, then the rest. This class is <em>not</em> threadsafe.
 */
final class FrameScanner {

    /** Receives the frames. All bytes come through {@code bytes}, in order, with nothing added or left out. */
    interface Frames {

        /** A header is complete, the four bytes of length included. Returns false when this cannot be Kafka. */
        boolean begin(ByteBuffer header);

        /** The next bytes, of the frame that began or, after it could not be Kafka, of anything. */
        void bytes(ByteBuffer bytes);

        /** The frame is complete. */
        void end();
    }

    /** A broker takes at most 100 MiB by default, and the first bytes of TLS would be a length of 352 MiB. */
    private static final int MAX_FRAME = 256 << 20;

    private static final int LENGTH = Integer.BYTES;

    private final Frames frames;
    private final ByteBuffer header;
    private int left;
    private boolean seenOne;
    private boolean foreign;

    FrameScanner(int headerLength, Frames frames) {
        this.frames = frames;
        this.header = ByteBuffer.allocate(LENGTH + headerLength);
    }

    void scan(ByteBuffer in) {
        while (in.hasRemaining() && !foreign) {
            if (left > 0) {
                pass(in);
            } else {
                readHeader(in);
            }
        }
        if (in.hasRemaining()) {
            frames.bytes(in.slice());
        }
    }

    /** Whether it has seen a frame, and the next byte would be the first of another. */
    boolean isBetweenFrames() {
        return seenOne && left == 0 && header.position() == 0 && !foreign;
    }

    /** Whether these bytes cannot be Kafka's: they are passed on unread. */
    boolean isForeign() {
        return foreign;
    }

    /** Gives out an incomplete header that it holds back: the connection has ended. */
    void endInput() {
        flushHeader();
    }

    private void readHeader(ByteBuffer in) {
        int length = Math.min(in.remaining(), header.remaining());
        header.put(in.slice(in.position(), length));
        in.position(in.position() + length);
        if (header.position() >= LENGTH && !isPossible(header.getInt(0))) {
            giveUp();
        } else if (!header.hasRemaining()) {
            begin();
        }
    }

    private boolean isPossible(int length) {
        return length >= header.capacity() - LENGTH && length <= MAX_FRAME;
    }

    private void begin() {
        if (!frames.begin(header.duplicate().flip())) {
            giveUp();
            return;
        }
        left = header.getInt(0) + LENGTH - header.capacity();
        flushHeader();
        endWhenComplete();
    }

    private void pass(ByteBuffer in) {
        int length = Math.min(in.remaining(), left);
        frames.bytes(in.slice(in.position(), length));
        in.position(in.position() + length);
        left -= length;
        endWhenComplete();
    }

    private void endWhenComplete() {
        if (left == 0) {
            seenOne = true;
            frames.end();
        }
    }

    private void giveUp() {
        foreign = true;
        flushHeader();
    }

    private void flushHeader() {
        if (header.position() > 0) {
            ByteBuffer copy = ByteBuffer.allocate(header.position());
            copy.put(header.flip()).flip();
            header.clear();
            frames.bytes(copy);
        }
    }
}
