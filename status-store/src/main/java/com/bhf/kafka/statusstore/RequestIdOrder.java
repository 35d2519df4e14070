package com.bhf.kafka.statusstore;

import java.util.Comparator;
import java.util.UUID;

/** Ids as databases order them: byte by byte. {@link UUID#compareTo} takes the two halves as signed numbers. */
enum RequestIdOrder implements Comparator<UUID> {
    INSTANCE;

    @Override
    public int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
