package com.bhf.kafka.lab.basic;

/** An option has a value that is not allowed. */
final class WrongInputException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    WrongInputException(String option, Object value, String allowed) {
        super(option + " '" + value + "' is not allowed: " + allowed);
    }
}
