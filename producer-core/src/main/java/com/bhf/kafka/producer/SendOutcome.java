package com.bhf.kafka.producer;

/**
 * What is known about the log after one send. The type of an exception alone does not decide it: the
 * same {@code TimeoutException} stands for a record that never left the client and for one whose
 * acknowledgement was lost. What decides is where the failure came up.
 */
public sealed interface SendOutcome {

    /**
     * The broker has acknowledged the record.
     *
     * @param offset the record's offset, or -1 when the broker recognised a duplicate and did not say
     *     where the first one stands
     * @param timestamp the record's timestamp in milliseconds since the epoch, or -1
     */
    record Acknowledged(String topic, int partition, long offset, long timestamp) implements SendOutcome {

        public boolean hasOffset() {
            return offset >= 0;
        }
    }

    /** The send was not acknowledged. */
    sealed interface Failed extends SendOutcome {
        ErrorKind kind();

        Throwable cause();
    }

    /** The record is certainly not in the log: the send failed before the client took the record. */
    record NotWritten(ErrorKind kind, Throwable cause) implements Failed {}

    /** The record may or may not be in the log: only reading the log can tell. */
    record Unknown(ErrorKind kind, Throwable cause) implements Failed {}
}
