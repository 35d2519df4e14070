package com.bhf.kafka.producer.delivery;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One change of the store: a new row, or a compare-and-set of an existing one. */
public sealed interface StatusChange {

    UUID requestId();

    /**
     * A new row: {@code PENDING}, outcome {@code UNKNOWN}, not final, no attempts, version 0.
     *
     * @param owner who brings it to its end, see {@link StatusStore#claim}
     * @param key stands for this send from now on, or null. While it stands for another send of the topic,
     *     the change is a conflict. It is free again when the send ends as {@code NOT_WRITTEN}, or with its row
     */
    record Accept(AcceptedSend send, UUID owner, @Nullable IdempotencyKey key) implements StatusChange {

        /** Without a key. */
        public Accept(AcceptedSend send, UUID owner) {
            this(send, owner, null);
        }

        @Override
        public UUID requestId() {
            return send.requestId();
        }
    }

    /**
     * Sets all mutable members of a row, if it is not final and still has the expected version, and
     * raises its version by one. A final transition drops the payload: it is no longer needed.
     */
    record Transition(
            UUID requestId,
            int expectedVersion,
            SendState state,
            LogOutcome outcome,
            boolean isFinal,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable Instant timestamp,
            @Nullable String error,
            int attempts,
            @Nullable Instant completedAt)
            implements StatusChange {}
}
