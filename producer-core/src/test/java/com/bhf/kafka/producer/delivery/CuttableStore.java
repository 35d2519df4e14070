package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** One instance's way to a store that it shares with others, which can be cut. */
final class CuttableStore implements StatusStore {
    private final StatusStore shared;
    private volatile boolean cut;

    CuttableStore(StatusStore shared) {
        this.shared = shared;
    }

    void cut() {
        cut = true;
    }

    void mend() {
        cut = false;
    }

    private <T> T through(Supplier<T> call) {
        if (cut) {
            throw new StatusStoreException("cut for the test", null);
        }
        return call.get();
    }

    @Override
    public List<ChangeResult> apply(List<StatusChange> changes) {
        return through(() -> shared.apply(changes));
    }

    @Override
    public Optional<SendStatus> find(UUID requestId) {
        return through(() -> shared.find(requestId));
    }

    @Override
    public Optional<KeyedStatus> find(String topic, String idempotencyKey) {
        return through(() -> shared.find(topic, idempotencyKey));
    }

    @Override
    public Claim claim(UUID owner, Duration lease, int limit) {
        return through(() -> shared.claim(owner, lease, limit));
    }

    @Override
    public int purge(Instant completedBefore, int limit) {
        return through(() -> shared.purge(completedBefore, limit));
    }

    @Override
    public void close() {}
}
