package com.bhf.kafka.producer;

/** What a failure means for the next step; says nothing about whether the record was written. */
public enum ErrorKind {
    /** The same record may succeed later. */
    RETRIABLE,
    /** The record itself is refused: sent again unchanged, it fails again. */
    REJECTED,
    /** The producer cannot go on; a new one may. */
    FATAL
}
