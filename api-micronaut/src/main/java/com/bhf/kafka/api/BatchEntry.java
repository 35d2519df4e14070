package com.bhf.kafka.api;

import org.jspecify.annotations.Nullable;

/**
 * One entry of a batch: what it asks for, or why it is refused.
 *
 * @param position in the batch, from 0
 * @param id the client's own, a text or a number; else the position in the batch
 * @param command null when it is refused
 * @param refusal null when it is not
 * @param bytes how long it is in the request
 * @param readAtNanos when it was read, as of {@link System#nanoTime}
 */
record BatchEntry(
        long position,
        Object id,
        @Nullable SendCommand command,
        @Nullable String idempotencyKey,
        @Nullable RuntimeException refusal,
        int bytes,
        long readAtNanos) {

    static BatchEntry refused(long position, Object id, RuntimeException refusal, int bytes) {
        return new BatchEntry(position, id, null, null, refusal, bytes, System.nanoTime());
    }
}
