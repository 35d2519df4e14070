package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The leases of the store in memory, and who owns which open send. Not thread-safe. */
final class LeaseTable {
    private final Map<UUID, Long> untilNanos = new HashMap<>();
    private final Set<UUID> fenced = new HashSet<>();
    private final Map<UUID, UUID> owners = new HashMap<>();

    /** @return false when the owner is fenced */
    boolean renew(UUID owner, Duration lease) {
        if (fenced.contains(owner)) {
            return false;
        }
        untilNanos.put(owner, System.nanoTime() + lease.toNanos());
        return true;
    }

    void fenceAllWithoutLease() {
        long now = System.nanoTime();
        untilNanos.entrySet().removeIf(entry -> {
            boolean out = now - entry.getValue() >= 0;
            if (out) {
                fenced.add(entry.getKey());
            }
            return out;
        });
    }

    boolean isOrphan(UUID sendId) {
        return !untilNanos.containsKey(Objects.requireNonNull(owners.get(sendId)));
    }

    void own(UUID sendId, UUID owner) {
        owners.put(sendId, owner);
    }

    void disown(UUID sendId) {
        owners.remove(sendId);
    }
}
