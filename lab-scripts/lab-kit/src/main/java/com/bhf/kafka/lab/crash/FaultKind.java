package com.bhf.kafka.lab.crash;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What can be done to the system under load. */
public enum FaultKind {
    /** SIGKILL to an instance of the service, and a new start. */
    KILL_API(false),
    /** SIGTERM to an instance of the service, and a new start. */
    STOP_API(false),
    /** SIGSTOP to an instance of the service, and SIGCONT some seconds later. */
    PAUSE_API(false),
    /** SIGKILL to the broker that leads a partition, and a new start. */
    KILL_BROKER(false),
    /** The database server of the statuses ends, and starts again. */
    STOP_STORE(false),
    /** All connections to Kafka are closed, new ones refused for a moment. */
    CUT(false),
    /** Acks of produce requests are lost after the append. */
    LOST_ACKS(true),
    /** Kafka answers late. */
    LATENCY(true);

    private final boolean lasting;

    FaultKind(boolean lasting) {
        this.lasting = lasting;
    }

    /** Goes on while others strike. */
    boolean isLasting() {
        return lasting;
    }

    boolean needsProxy() {
        return this == CUT || this == LOST_ACKS || this == LATENCY;
    }

    String option() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException names what is allowed */
    static FaultKind parse(String option) {
        return Arrays.stream(values())
                .filter(kind -> kind.option().equals(option))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--faults '" + option + "' is not one of "
                        + Arrays.stream(values()).map(FaultKind::option).collect(Collectors.joining(", "))));
    }
}
