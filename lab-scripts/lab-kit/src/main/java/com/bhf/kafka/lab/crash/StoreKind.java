package com.bhf.kafka.lab.crash;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where the service keeps its statuses. */
public enum StoreKind {
    /** A file of its own, opened by one instance. */
    H2,
    /** H2's own server process. */
    H2_SERVER,
    POSTGRES;

    boolean isServer() {
        return this != H2;
    }

    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException names what is allowed */
    static StoreKind parse(String option) {
        return Arrays.stream(values())
                .filter(kind -> kind.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--store '" + option + "' is not one of "
                        + Arrays.stream(values()).map(StoreKind::option).collect(Collectors.joining(", "))));
    }
}
