package com.bhf.kafka.lab.bench;

import java.util.Optional;

/** Whether a figure may be believed: every answer good, and as many records in the topic as were acknowledged. */
final class Truth {

    private Truth() {}

    /**
     * @param written records that the topic got meanwhile
     * @return what is wrong
     */
    static Optional<String> problem(LoadResult load, long written) {
        if (load.refused() > 0) {
            return Optional.of(load.refused() + " answers were not 2xx");
        }
        if (load.broken() > 0) {
            return Optional.of(load.broken() + " requests got no answer");
        }
        if (load.requests() == 0) {
            return Optional.of("nothing was answered");
        }
        if (written < load.records()) {
            return Optional.of(load.records() + " records were acknowledged and " + written + " are in the topic");
        }
        long unexplained = written - load.records() - load.open();
        return unexplained > 0
                ? Optional.of(written + " records are in the topic, " + unexplained + " more than were sent")
                : Optional.empty();
    }
}
