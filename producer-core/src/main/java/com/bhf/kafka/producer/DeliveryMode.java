package com.bhf.kafka.producer;

import java.util.Locale;
import java.util.Optional;

/** How the client protects a record against loss and duplication on its way to the log. */
public enum DeliveryMode {
    /** {@code enable.idempotence=false}: a retry after a lost acknowledgement writes the record again. */
    PLAIN,
    /**
     * {@code enable.idempotence=true}, {@code acks=all}: the broker recognises a retry of the same
     * producer session (KIP-98) and does not append it twice.
     */
    IDEMPOTENT;

    private final String wireName = name().toLowerCase(Locale.ROOT);

    /** The name used in configuration, headers and HTTP: lower case, in any locale. */
    public String wireName() {
        return wireName;
    }

    /** Reads a {@linkplain #wireName() wire name}, in any case; empty when there is no such mode. */
    public static Optional<DeliveryMode> parse(String text) {
        String wanted = text.toUpperCase(Locale.ROOT);
        for (DeliveryMode mode : values()) {
            if (mode.name().equals(wanted)) {
                return Optional.of(mode);
            }
        }
        return Optional.empty();
    }
}
