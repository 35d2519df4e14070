package com.bhf.kafka.lab.bench;

import org.jspecify.annotations.Nullable;

/**
 * One scenario in one round.
 *
 * @param perSecond records; requests where nothing is written
 * @param cpuPerThousand CPU seconds of the service for 1,000 of them; null where it has no part in it
 * @param brokerCpuPerThousand the same of the broker
 * @param allocatedEach bytes that the service's threads allocated for each
 * @param residentMib of the service, right after
 * @param loadBefore the load average of the machine before
 * @param othersCpu what others than the benchmark used of the machine meanwhile, 0 to 1
 * @param written records that the topic got
 * @param problem why the figure cannot be believed; null when it can
 */
record Measurement(
        String scenario,
        int round,
        double perSecond,
        long count,
        @Nullable Latency latency,
        @Nullable Double cpuPerThousand,
        double brokerCpuPerThousand,
        @Nullable Double allocatedEach,
        @Nullable Double residentMib,
        double loadBefore,
        double othersCpu,
        long written,
        @Nullable String problem) {

    /** More than this of the machine used by others, and a round says little. */
    static final double DISTURBED = 0.10;

    boolean disturbed() {
        return othersCpu > DISTURBED;
    }

    boolean valid() {
        return problem == null;
    }
}
