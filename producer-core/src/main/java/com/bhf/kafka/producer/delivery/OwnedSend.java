package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.SendOutcome;
import java.util.UUID;
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
        @Nullable Waiter waiter) {

    void answer(SendStatus status) {
        if (waiter != null) {
            waiter.tell(status);
        }
    }

    /** Kafka's client is done with it; the status that follows from that is to be answered. */
    void ended(SendOutcome outcome) {
        if (waiter != null && outcome instanceof SendOutcome.Failed failed) {
            waiter.failed(failed);
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
