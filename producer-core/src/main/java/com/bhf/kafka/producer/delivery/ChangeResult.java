package com.bhf.kafka.producer.delivery;

/** Whether a {@link StatusChange} took effect. A conflict is an answer, not an error. */
public enum ChangeResult {
    APPLIED,
    /** The id or the idempotency key is taken, or the row is absent, final, or of another version: nothing was changed. */
    CONFLICT
}
