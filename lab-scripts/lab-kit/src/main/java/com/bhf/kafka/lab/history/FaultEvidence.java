package com.bhf.kafka.lab.history;

/**
 * What the fault proxy counted. All zero and false where there was none.
 *
 * @param proxyAsked whether traffic had to pass the proxy
 * @param proxiedBytes how many bytes did
 * @param lostAcksAsked whether acks had to be lost
 * @param lostAcks how many were
 */
public record FaultEvidence(boolean proxyAsked, long proxiedBytes, boolean lostAcksAsked, long lostAcks) {

    public static FaultEvidence none() {
        return new FaultEvidence(false, 0, false, 0);
    }
}
