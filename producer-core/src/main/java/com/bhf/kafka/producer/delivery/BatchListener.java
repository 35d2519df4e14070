package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.SendOutcome;

/**
 * Hears once of each send of a batch what became of it. Methods run on threads of the engine or of Kafka's client, some
 * before the call that hands the batch over returns; they must not block.
 */
public interface BatchListener {

    /** Of a send without a row. */
    void ended(int index, SendOutcome outcome);

    /** A durable send was accepted; of one that waits, this is the first status that is known. */
    void accepted(int index, KeyedResult result);

    /**
     * It was not taken.
     *
     * @param reason what the engine's single calls fail with
     */
    void refused(int index, Throwable reason);
}
