package com.bhf.kafka.lab.broker;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for test brokers, below the range from which the system takes the ports of outgoing connections: a port from
 * that range could be gone when a killed broker wants it back.
 */
public final class FreePorts {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int TRIES = 1_000;

    /** Never given back: the range is large and a test JVM short. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private FreePorts() {}

    static BrokerPorts forOneNode() {
        return new BrokerPorts(next(), next(), next());
    }

    /** A port that was free a moment ago and that this JVM has not given out before. */
    public static int next() {
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
            if (GIVEN.add(port) && PortCheck.isFree(port)) {
                return port;
            }
        }
        throw new IllegalStateException("no free port between " + LOWEST + " and " + HIGHEST);
    }
}
