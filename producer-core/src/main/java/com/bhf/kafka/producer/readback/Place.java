package com.bhf.kafka.producer.readback;

import java.time.Instant;

/** Where a record stands in its topic. */
public record Place(int partition, long offset, Instant timestamp) {}
