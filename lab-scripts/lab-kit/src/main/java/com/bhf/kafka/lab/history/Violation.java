package com.bhf.kafka.lab.history;

/**
 * One broken promise.
 *
 * @param subject the request id, eventId or place it is about
 */
public record Violation(ViolationKind kind, String subject, String what) {

    @Override
    public String toString() {
        return kind + " " + subject + ": " + what;
    }
}
