package com.bhf.kafka.producer.delivery;

import java.util.UUID;

/** What became of a request with an {@link IdempotencyKey}. */
public sealed interface KeyedResult {

    /** It is the first of its key: this is the status of its own send. */
    record Fresh(SendStatus status) implements KeyedResult {}

    /** It repeats an earlier request: this is the status of that one's send as the store holds it. */
    record Earlier(SendStatus status) implements KeyedResult {}

    /** The key stands for another request, whose send has this id. */
    record Mismatch(UUID requestId) implements KeyedResult {}
}
