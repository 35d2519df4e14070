package com.bhf.kafka.producer;

/**
 * What a bounded close left behind.
 *
 * @param unacknowledged sends that were open when the close began and ended without an acknowledgement
 */
public record CloseReport(long unacknowledged) {

    public boolean clean() {
        return unacknowledged == 0;
    }
}
