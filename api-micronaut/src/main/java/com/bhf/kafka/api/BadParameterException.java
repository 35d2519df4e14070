package com.bhf.kafka.api;

import org.jspecify.annotations.Nullable;

/** A parameter of the request is refused: a 400 that names it, its value and what is allowed. */
final class BadParameterException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST_VALUE = 100;

    private final String parameter;

    BadParameterException(String parameter, @Nullable Object value, String allowed) {
        super(
                parameter + (value == null ? " is missing" : "=" + shorten(value) + " is not allowed") + "; allowed: "
                        + allowed,
                null,
                false,
                false);
        this.parameter = parameter;
    }

    String parameter() {
        return parameter;
    }

    private static String shorten(Object value) {
        String text = value.toString();
        return text.length() <= LONGEST_VALUE
                ? text
                : text.substring(0, LONGEST_VALUE) + "... (" + text.length() + " characters)";
    }
}
