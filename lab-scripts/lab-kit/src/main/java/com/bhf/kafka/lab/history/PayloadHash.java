package com.bhf.kafka.lab.history;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** By which a payload is known again: the first half of its SHA-256, in hex. */
public final class PayloadHash {

    private static final int BYTES = 16;

    private PayloadHash() {}

    /** {@code null}, the value of a tombstone, has a hash too. */
    // On JDK 17 javac does not show NullAway a "byte @Nullable []" of another class.
    @SuppressWarnings("NullAway")
    public static String of(byte @Nullable [] payload) {
        if (payload == null) {
            return "tombstone";
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(payload);
            return HexFormat.of().formatHex(Arrays.copyOf(hash, BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JDK has it", e);
        }
    }
}
