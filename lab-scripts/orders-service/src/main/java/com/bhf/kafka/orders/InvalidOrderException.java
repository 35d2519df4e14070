package com.bhf.kafka.orders;

/** An order that will never be valid: its text names the member, its value and what is allowed. Not retriable. */
final class InvalidOrderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String member;

    InvalidOrderException(String member, String problem) {
        super(problem);
        this.member = member;
    }

    static InvalidOrderException of(String member, Object value, String allowed) {
        return new InvalidOrderException(member, member + "=" + value + " is not allowed: " + allowed);
    }

    /** The member that is wrong, {@code body} when it is all of it. */
    String member() {
        return member;
    }
}
