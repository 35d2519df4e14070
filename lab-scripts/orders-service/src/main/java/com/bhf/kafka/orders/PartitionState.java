package com.bhf.kafka.orders;

import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * A partition of this instance.
 *
 * @param position the next offset to be read
 * @param waiting records that are read and not done, such as retries that are not due
 * @param lag records that are not read yet; null when that is not known yet
 */
@Serdeable
record PartitionState(
        String topic,
        int partition,
        long position,
        int waiting,
        @Nullable Long lag) {}
