package com.bhf.kafka.producer.delivery;

/** What is known about the log: whether the record stands in it. */
public enum LogOutcome {
    WRITTEN,
    NOT_WRITTEN,
    UNKNOWN
}
