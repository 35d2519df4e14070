package com.bhf.kafka.lab.bench;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the results of a stream without parsing JSON: a line that begins with id and {@code status} is of a
 * record that was written, one with id and {@code type} is not. The id of an entry is its position. {@link #sending} may be called by another thread
 * than the rest.
 */
final class LineResults {

    /** More chunks than this are never open: a stream has at most 1,000 entries open by default. */
    private static final int REMEMBERED = 1 << 14;

    private static final int MAX_LEAD = 40;

    private final int linesPerChunk;
    private final LatencyCounts latencies;
    private final AtomicLongArray sentNanos = new AtomicLongArray(REMEMBERED);
    private long chunks;
    private final byte[] lead = new byte[MAX_LEAD];
    private int leadLength;
    private boolean leadDone;
    private long written;
    private long refused;

    LineResults(int linesPerChunk, LatencyCounts latencies) {
        this.linesPerChunk = linesPerChunk;
        this.latencies = latencies;
    }

    /** The next chunk of lines is about to be sent. */
    void sending(long nanos) {
        sentNanos.set((int) (chunks++ % REMEMBERED), nanos);
    }

    /** Part of the answer. */
    void add(byte[] bytes, int length, long nanos) {
        for (int i = 0; i < length; i++) {
            byte next = bytes[i];
            if (next == '\n') {
                leadLength = 0;
                leadDone = false;
            } else if (!leadDone) {
                lead[leadLength++] = next;
                leadDone = (next == ':' && isSecondMember()) || leadLength == MAX_LEAD;
                if (leadDone) {
                    count(nanos);
                }
            }
        }
    }

    /** Whether the lead, which ends with a colon, goes beyond the id. */
    private boolean isSecondMember() {
        for (int i = 0; i < leadLength; i++) {
            if (lead[i] == ',') {
                return true;
            }
        }
        return false;
    }

    private void count(long nanos) {
        int at = 0;
        long id = 0;
        while (at < leadLength && lead[at] != ',') {
            if (lead[at] >= '0' && lead[at] <= '9') {
                id = id * 10 + lead[at] - '0';
            }
            at++;
        }
        if (at + 2 < leadLength && lead[at + 2] == 's') {
            written++;
            latencies.add(nanos - sentNanos.get((int) (id / linesPerChunk % REMEMBERED)));
        } else {
            refused++;
        }
    }

    long written() {
        return written;
    }

    long refused() {
        return refused;
    }
}
