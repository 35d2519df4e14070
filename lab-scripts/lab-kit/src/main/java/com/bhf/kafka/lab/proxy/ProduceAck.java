package com.bhf.kafka.lab.proxy;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Produce response of the broker that is on its way to the client. All chunks of the response carry the same one.
 * This class is threadsafe.
 */
final class ProduceAck {

    private final short apiVersion;
    private final int frameLength;
    private final AtomicBoolean lost = new AtomicBoolean();

    ProduceAck(short apiVersion, int frameLength) {
        this.apiVersion = apiVersion;
        this.frameLength = frameLength;
    }

    short apiVersion() {
        return apiVersion;
    }

    /** With the four bytes of the length itself. */
    int frameLength() {
        return frameLength;
    }

    /** Returns true the first time: a response can be lost only once, in however many chunks. */
    boolean lose() {
        return lost.compareAndSet(false, true);
    }
}
