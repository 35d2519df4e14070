package com.bhf.kafka.api;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Collects the body of a request up to a limit, out of the memory that all batches share. What comes after it is refused
 * is dropped by the server. Signals come one after the other.
 */
final class BodyCollector implements Subscriber<byte[]> {
    /** The body, and the values that are copied out of it. */
    static final int COPIES = 2;

    private final int limit;
    private final ByteBudget budget;
    private final CompletableFuture<byte[]> body = new CompletableFuture<>();
    private final List<byte[]> chunks = new ArrayList<>();
    private int length;
    private @Nullable Subscription subscription;
    private long held;

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
        if (length + chunk.length > limit) {
            refuse(new TooLargeException(
                    "The batch has more than " + limit + " bytes, which is what BATCH_MAX_BYTES allows"));
        } else if (!budget.take((long) COPIES * chunk.length)) {
            refuse(new NoRoomException("Other batches hold all the memory that BATCH_MEMORY_BYTES allows"));
        } else {
            held += (long) COPIES * chunk.length;
            length += chunk.length;
            chunks.add(chunk);
        }
    }

    private void refuse(RuntimeException reason) {
        if (subscription != null) {
            subscription.cancel();
        }
        chunks.clear();
        body.completeExceptionally(reason);
    }

    @Override
    public void onError(Throwable error) {
        body.completeExceptionally(error);
    }

    @Override
    public void onComplete() {
        ByteBuffer whole = ByteBuffer.allocate(length);
        chunks.forEach(whole::put);
        chunks.clear();
        body.complete(whole.array());
    }
}
