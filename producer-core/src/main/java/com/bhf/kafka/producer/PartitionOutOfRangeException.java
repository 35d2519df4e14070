package com.bhf.kafka.producer;

/** The record names a partition that its topic does not have. Not retriable. */
public final class PartitionOutOfRangeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    PartitionOutOfRangeException(String topic, int partition, int partitions) {
        super("Partition " + partition + " is out of range: topic " + topic + " has partitions 0 to "
                + (partitions - 1));
        this.partitions = partitions;
    }

    /** How many partitions the topic has. */
    public int partitions() {
        return partitions;
    }
}
