package com.bhf.kafka.api;

import com.bhf.kafka.api.KillPoints.Point;
import com.bhf.kafka.producer.delivery.ChangeResult;
import com.bhf.kafka.producer.delivery.Claim;
import com.bhf.kafka.producer.delivery.KeyedStatus;
import com.bhf.kafka.producer.delivery.SendStatus;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Kills the process before or after the commit of a fatal send's row, or before the commit of its result. */
final class KillingStore implements StatusStore {
    private final StatusStore store;
    private final Point point;
    private final Set<UUID> fatal = ConcurrentHashMap.newKeySet();

    KillingStore(StatusStore store, Point point) {
        this.store = store;
        this.point = point;
    }

    @Override
    public List<ChangeResult> apply(List<StatusChange> changes) {
        boolean accepts = changes.stream().anyMatch(this::isFatalAccept);
        boolean result =
                changes.stream().anyMatch(change -> !(change instanceof Accept) && fatal.contains(change.requestId()));
        if ((accepts && point == Point.BEFORE_THE_ROW) || (result && point == Point.AFTER_THE_ACK)) {
            KillPoints.die();
        }
        List<ChangeResult> results = store.apply(changes);
        if (accepts && point == Point.AFTER_THE_ROW) {
            KillPoints.die();
        }
        return results;
    }

    private boolean isFatalAccept(StatusChange change) {
        if (change instanceof Accept accept && accept.send().eventId().equals(KillPoints.FATAL_EVENT)) {
            fatal.add(change.requestId());
            return true;
        }
        return false;
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
    public Claim claim(UUID owner, Duration lease, int limit) {
        return store.claim(owner, lease, limit);
    }

    @Override
    public int purge(Instant completedBefore, int limit) {
        return store.purge(completedBefore, limit);
    }

    @Override
    public void close() {
        store.close();
    }
}
