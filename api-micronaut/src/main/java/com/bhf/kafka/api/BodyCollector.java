package com.bhf.kafka.api;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Collects the body of a request up to a limit, out of the memory that all batches share. What comes after it is refused
 * is dropped by the server. Signals come one after the other.
 */
final class BodyCollector implements Subscriber<byte[]> {
    private final int limit;
    private final ByteBudget budget;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private @Nullable Subscription subscription;
    private int held;

    BodyCollector(int limit, ByteBudget budget) {
        this.limit = limit;
        this.budget = budget;
    }

    /** Fails with {@link TooLargeException}, {@link NoRoomException}, or when the client goes away. */
    CompletableFuture<byte[]> body() {
        return body;
    }

    /** Gives back what the body took of the shared memory. After the end of {@link #body()} only. */
    void release() {
        budget.giveBack(held);
        held = 0;
    }

    @Override
    public void onSubscribe(Subscription s) {
        subscription = s;
        s.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(byte[] chunk) {
        if (body.isDone()) {
            return;
        }
        if (held + chunk.length > limit) {
            refuse(new TooLargeException(
                    "The batch has more than " + limit + " bytes, which is what BATCH_MAX_BYTES allows"));
        } else if (!budget.take(chunk.length)) {
            refuse(new NoRoomException("Other batches hold all the memory that BATCH_MEMORY_BYTES allows"));
        } else {
            held += chunk.length;
            bytes.writeBytes(chunk);
        }
    }

    private void refuse(RuntimeException reason) {
        if (subscription != null) {
            subscription.cancel();
        }
        body.completeExceptionally(reason);
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        body.complete(bytes.toByteArray());
    }
}
