package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.SendOutcome.Failed;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Tells a caller that waits for its durable send what is known of it first. Thread-safe. */
final class Waiter {
    private final CompletableFuture<KeyedResult> answer = new CompletableFuture<>();
    private volatile @Nullable Failed failure;

    CompletableFuture<KeyedResult> answer() {
        return answer;
    }

    /** Goes with the status that follows. */
    void failed(Failed outcome) {
        failure = outcome;
    }

    /** Only the first one counts. */
    void tell(SendStatus status) {
        answer.complete(new KeyedResult.Fresh(status, failure));
    }
}
