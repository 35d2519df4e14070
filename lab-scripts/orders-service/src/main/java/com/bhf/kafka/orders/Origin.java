package com.bhf.kafka.orders;

/** Where an order first stood; it stays the same through retries. -1 when it never stood in a topic. */
record Origin(String topic, int partition, long offset) {
    private static final int NOWHERE = -1;

    /** Of an order that was refused before it was written. */
    static Origin refused(String topic) {
        return new Origin(topic, NOWHERE, NOWHERE);
    }

    @Override
    public String toString() {
        return topic + "-" + partition + "@" + offset;
    }
}
