package com.bhf.kafka.lab.proxy;

/** A kind of fault with its attributes, which are the components of the record that implements it. */
interface Toxic {

    /** Starts in one link. */
    Effect start();

    /** How many chunks may wait in front of it in each link. */
    default int buffer() {
        return 1;
    }

    /** Whether a connection that begins while it is in place closes with a reset, whatever its toxicity. */
    default boolean resetsNewConnections() {
        return false;
    }

    /** Whether its removal closes the connections, whatever its toxicity: their bytes are not complete any more. */
    default boolean closesWhenRemoved() {
        return false;
    }
}
