package com.bhf.kafka.api;

import com.bhf.kafka.api.Envelope.Bytes;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a stream of chunks into lines, without those that are blank. It holds one chunk and the beginning of one line; of
 * a line that is too long it holds nothing. Not thread-safe.
 */
final class LineSplitter {
    /** So much of a line is held without asking for a share of the common memory. */
    private static final int FREE = 65_536;

    private static final byte[] NOTHING = {};
    private static final Bytes NO_BYTES = new Bytes(NOTHING, 0, 0);

    private final int longest;
    private final ByteBudget budget;
    private byte[] chunk = NOTHING;
    private int at;
    private byte[] rest = NOTHING;
    private int restLength;
    /** The end of a line that was refused is still to come. */
    private boolean skipping;

    private boolean ended;

    LineSplitter(int longest, ByteBudget budget) {
        this.longest = longest;
        this.budget = budget;
    }

    /** Of a refused one there are no bytes. */
    record Line(Bytes bytes, @Nullable RuntimeException refusal) {}

    /** Only after {@link #next()} has returned null. The array is not copied: do not change it. */
    void add(byte[] bytes) {
        chunk = bytes;
        at = 0;
    }

    /** There is no more to come: what is left is the last line. */
    void end() {
        ended = true;
    }

    /** Forgets all that it holds. */
    void close() {
        dropRest();
        chunk = NOTHING;
        at = 0;
        ended = true;
    }

    /** @return null when a line needs another chunk, or when all is read */
    @Nullable Line next() {
        while (at < chunk.length) {
            int end = lineEnd();
            boolean whole = end < chunk.length;
            Line line = skipping ? null : whole ? whole(end) : begun(end);
            at = end + 1;
            skipping = !whole && (skipping || line != null);
            if (line != null) {
                return line;
            }
        }
        return ended && restLength > 0 ? last() : null;
    }

    private int lineEnd() {
        int i = at;
        while (i < chunk.length && chunk[i] != '\n') {
            i++;
        }
        return i;
    }

    private @Nullable Line whole(int end) {
        if (restLength == 0) {
            return line(chunk, at, end - at);
        }
        Line refused = append(end);
        return refused == null ? last() : refused;
    }

    /** @return null unless it is refused already */
    private @Nullable Line begun(int end) {
        return append(end);
    }

    private @Nullable Line last() {
        byte[] bytes = rest;
        int length = restLength;
        dropRest();
        return line(bytes, 0, length);
    }

    private @Nullable Line line(byte[] bytes, int from, int length) {
        if (length > longest) {
            return tooLong();
        }
        for (int i = from; i < from + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return new Line(new Bytes(bytes, from, length), null);
            }
        }
        return null;
    }

    private @Nullable Line append(int end) {
        int length = restLength + end - at;
        if (length > longest) {
            dropRest();
            return tooLong();
        }
        if (length > rest.length && !grow(Math.max(length, Math.min(longest, 2 * rest.length)))) {
            dropRest();
            return new Line(
                    NO_BYTES, new NoRoomException("Other batches hold all the memory that BATCH_MEMORY_BYTES allows"));
        }
        System.arraycopy(chunk, at, rest, restLength, end - at);
        restLength = length;
        return null;
    }

    private boolean grow(int size) {
        if (!budget.take(held(size) - held(rest.length))) {
            return false;
        }
        rest = Arrays.copyOf(rest, size);
        return true;
    }

    private static int held(int size) {
        return Math.max(0, size - FREE);
    }

    private void dropRest() {
        budget.giveBack(held(rest.length));
        rest = NOTHING;
        restLength = 0;
    }

    private Line tooLong() {
        return new Line(
                NO_BYTES,
                new TooLargeException(
                        "The line has more than " + longest + " bytes, which is what MAX_REQUEST_BYTES allows"));
    }
}
