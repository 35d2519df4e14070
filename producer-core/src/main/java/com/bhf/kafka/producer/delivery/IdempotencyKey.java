package com.bhf.kafka.producer.delivery;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A client's key for one request: unique per topic, so that a request that is made again, or by two
 * clients at once, makes one record (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param value the key itself
 * @param fingerprint what tells a repetition from another request under the same key, as a SHA-256 in hex
 */
public record IdempotencyKey(String value, String fingerprint) {

    /** A key whose requests are the same when all the given parts are; their order counts. */
    public static IdempotencyKey of(String value, String... request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : request) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return new IdempotencyKey(value, HexFormat.of().formatHex(digest.digest()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
