package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.SendOutcome;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What became of a request with an {@link IdempotencyKey}. */
public sealed interface KeyedResult {

    /**
     * It is the first of its key: this is the status of its own send.
     *
     * @param failure why Kafka did not acknowledge it, for a caller that waited; null when there was no failure, or
     *     none is known yet
     */
    record Fresh(SendStatus status, SendOutcome.@Nullable Failed failure) implements KeyedResult {}

    /** It repeats an earlier request: this is the status of that one's send as the store holds it. */
    record Earlier(SendStatus status) implements KeyedResult {}

    /** The key stands for another request, whose send has this id. */
    record Mismatch(UUID requestId) implements KeyedResult {}
}
