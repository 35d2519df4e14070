package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store that tells from the engine's own writes whether it can be written now: the renewal of the lease writes a
 * row a few times in its length, also when nobody sends. Thread-safe.
 */
final class WatchedStore implements StatusStore {
    /** A write that takes longer may never end. */
    static final Duration SLOW = Duration.ofSeconds(2);

    /** A full disk still takes small writes: the first that succeeds after a failure proves little. */
    static final Duration DISTRUST = Duration.ofSeconds(5);

    private final StatusStore store;
    private final LongSupplier nanos;
    private final Map<Object, Long> underWay = new ConcurrentHashMap<>();
    private volatile @Nullable Failure lastFailure;
    private volatile long lastSuccess;

    private record Failure(String message, long atNanos) {}

    WatchedStore(StatusStore store) {
        this(store, System::nanoTime);
    }

    WatchedStore(StatusStore store, LongSupplier nanos) {
        this.store = store;
        this.nanos = nanos;
        this.lastSuccess = nanos.getAsLong();
    }

    /** Why the store cannot be written now; empty when it can. Does not block. */
    Optional<String> problem() {
        long now = nanos.getAsLong();
        for (long begun : underWay.values()) {
            if (now - begun > SLOW.toNanos()) {
                return Optional.of("A write of the status store has not ended after " + SLOW.toSeconds() + " s");
            }
        }
        Failure failure = lastFailure;
        if (failure == null) {
            return Optional.empty();
        }
        boolean overcome = lastSuccess - failure.atNanos() > 0 && now - failure.atNanos() > DISTRUST.toNanos();
        return overcome ? Optional.empty() : Optional.of(failure.message());
    }

    private <T> T write(Supplier<T> call) {
        Object token = new Object();
        underWay.put(token, nanos.getAsLong());
        try {
            T result = call.get();
            lastSuccess = nanos.getAsLong();
            return result;
        } catch (RuntimeException | Error e) {
            lastFailure = new Failure(String.valueOf(e.getMessage()), nanos.getAsLong());
            throw e;
        } finally {
            underWay.remove(token);
        }
    }

    @Override
    public List<ChangeResult> apply(List<StatusChange> changes) {
        return write(() -> store.apply(changes));
    }

    @Override
    public Claim claim(UUID owner, Duration lease, int limit) {
        return write(() -> store.claim(owner, lease, limit));
    }

    @Override
    public int purge(Instant completedBefore, int limit) {
        return write(() -> store.purge(completedBefore, limit));
    }

    @Override
    public Optional<SendStatus> find(UUID requestId) {
        return store.find(requestId);
    }

    @Override
    public Optional<KeyedStatus> find(String topic, String idempotencyKey) {
        return store.find(topic, idempotencyKey);
    }

    @Override
    public void close() {
        store.close();
    }
}
