package com.bhf.kafka.lab.crash;

/** What can be done to the connections between the service and Kafka. */
interface NetworkFaults extends AutoCloseable {

    /** Closes all connections and refuses new ones, until {@link #connect}. */
    void disconnect();

    void connect();

    /** From now on acks of some produce requests are lost. */
    void loseAcks();

    void delayAnswers();

    /** Ends lost acks and delays. */
    void calm();

    long proxiedBytes();

    long lostAcks();

    @Override
    void close();
}
