package com.bhf.kafka.producer.topic;

import java.util.regex.Pattern;

/** Kafka's rule for topic names ({@code org.apache.kafka.common.internals.Topic}). */
public final class TopicName {
    /** For messages to a user. */
    public static final String RULE = "1 to 249 characters of a-z A-Z 0-9 . _ -, and not . or ..";

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

    private TopicName() {}

    public static boolean isValid(String name) {
        return LEGAL.matcher(name).matches() && !name.equals(".") && !name.equals("..");
    }
}
