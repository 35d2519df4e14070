package com.bhf.kafka.lab.bench;

import org.jspecify.annotations.Nullable;

/**
 * What one load did and was told.
 *
 * @param requests that were answered as hoped
 * @param records that were acknowledged or accepted by those answers
 * @param seconds how long it took
 * @param refused answers other than 2xx, and refused entries of batches
 * @param broken requests without an answer: connections that broke, timeouts
 * @param open records whose requests may have been under way when the load ended: written perhaps, counted by nobody
 * @param latency null when it was not measured
 */
record LoadResult(
        long requests,
        long records,
        double seconds,
        long refused,
        long broken,
        long open,
        @Nullable Latency latency) {

    double recordsPerSecond() {
        return records / seconds;
    }

    double requestsPerSecond() {
        return requests / seconds;
    }
}
