package com.bhf.kafka.orders;

import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Which offsets behind the committed one are done already, as text for the metadata of a commit: bit {@code i} stands
 * for the committed offset plus {@code i}. Kafka takes 4,096 bytes there by default, which is 24,000 offsets.
 */
final class DoneOffsets {
    private static final String VERSION = "done:";

    private DoneOffsets() {}

    static String encode(BitSet done) {
        return done.isEmpty() ? "" : VERSION + Base64.getEncoder().encodeToString(done.toByteArray());
    }

    /** What is not of this form, such as the note of another consumer, says nothing. */
    static BitSet decode(@Nullable String metadata) {
        if (metadata == null || !metadata.startsWith(VERSION)) {
            return new BitSet();
        }
        try {
            return BitSet.valueOf(Base64.getDecoder().decode(metadata.substring(VERSION.length())));
        } catch (IllegalArgumentException e) {
            return new BitSet();
        }
    }
}
