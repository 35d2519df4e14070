package com.bhf.kafka.api;

/** Hears once of each entry of a batch what is answered of it. Called on any thread; must not block. */
interface BatchResults {

    /** @param answer an {@link Answers.Written}, {@link Answers.Accepted} or {@link Problem} */
    void answered(BatchEntry entry, Object answer);

    /**
     * There is no place in flight for the entry now, or Kafka's client does not take it; certainly it is not written.
     *
     * @return true when it will be handed over again; false when it is to be answered so
     */
    boolean takesBack(BatchEntry entry);

    /** Whether a failure of this batch is still to be logged by itself. */
    boolean logsFailure();
}
