package com.bhf.kafka.producer.delivery;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A durable send that this process brings to its end.
 *
 * @param owner under which it holds the send, see {@link LeaseKeeper}
 * @param leave gives the place in flight back; runs when the send is final, or somebody else's
 * @param waiter gets the first status that is known, or null when nobody waits
 */
record OwnedSend(
        AcceptedSend send,
        UUID owner,
        Runnable leave,
        @Nullable CompletableFuture<SendStatus> waiter) {

    void answer(SendStatus status) {
        if (waiter != null) {
            waiter.complete(status);
        }
    }

    /** What became of it is for others to find out, or for the next life of the process. */
    void answerPending() {
        answer(SendStatus.accepted(send));
    }

    /** It is somebody else's now. */
    void drop() {
        leave.run();
        answerPending();
    }
}
