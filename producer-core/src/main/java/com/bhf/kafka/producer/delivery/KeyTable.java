package com.bhf.kafka.producer.delivery;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The idempotency keys of the store in memory. Not thread-safe. */
final class KeyTable {
    private final Map<Place, Entry> entries = new HashMap<>();
    private final Map<UUID, Place> places = new HashMap<>();

    record Place(String topic, String key) {}

    record Entry(UUID requestId, String fingerprint) {}

    /** @return false when the key stands for another send */
    boolean take(String topic, @Nullable IdempotencyKey key, UUID id) {
        if (key == null) {
            return true;
        }
        Place place = new Place(topic, key.value());
        if (entries.putIfAbsent(place, new Entry(id, key.fingerprint())) != null) {
            return false;
        }
        places.put(id, place);
        return true;
    }

    Optional<Entry> find(String topic, String key) {
        return Optional.ofNullable(entries.get(new Place(topic, key)));
    }

    void free(UUID id) {
        Place place = places.remove(id);
        if (place != null) {
            entries.remove(place);
        }
    }
}
