package com.bhf.kafka.lab.history;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a record is. */
record Place(String topic, int partition, long offset) {

    /** Nothing when the answer named none, or -1, Kafka's word for none. */
    static Optional<Place> of(String topic, @Nullable Integer partition, @Nullable Long offset) {
        if (partition == null || offset == null || partition < 0 || offset < 0) {
            return Optional.empty();
        }
        return Optional.of(new Place(topic, partition, offset));
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
