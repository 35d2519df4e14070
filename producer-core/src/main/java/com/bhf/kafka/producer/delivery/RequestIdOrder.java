package com.bhf.kafka.producer.delivery;

import java.util.Comparator;
import java.util.UUID;

/** Ids of sends as every store orders them, as databases do order them: byte by byte. {@link UUID#compareTo} takes the two halves as signed numbers. */
public enum RequestIdOrder implements Comparator<UUID> {
    INSTANCE;

    @Override
    public int compare(UUID a, UUID b) {
        int high = Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits());
        return high != 0 ? high : Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits());
    }
}
