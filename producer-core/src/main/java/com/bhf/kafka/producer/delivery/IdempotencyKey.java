package com.bhf.kafka.producer.delivery;

/**
 * A client's key for one request: unique per topic, so that a request that is made again, or by two
 * clients at once, makes one record (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param value the key itself
 * @param fingerprint what tells a repetition from another request under the same key, as a SHA-256 in hex
 */
public record IdempotencyKey(String value, String fingerprint) {}
