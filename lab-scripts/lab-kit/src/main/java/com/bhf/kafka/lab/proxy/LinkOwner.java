package com.bhf.kafka.lab.proxy;

/** What a link asks of the connection it belongs to. Called under the link's lock: nothing here may block. */
interface LinkOwner {

    /** A chunk will not arrive. */
    void lost(Chunk chunk);

    /** The socket that the link writes, or both, will close with a reset. */
    void resetOnClose(Direction direction, boolean both);

    KafkaConversation conversation();
}
