package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.KeyedStatus;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A {@link StatusRow} with the fingerprint of its idempotency key: a query cannot fill a record in a record. */
@Introspected
@SuppressWarnings("ArrayRecordComponent") // a row is read once and never compared
record KeyedRow(
        UUID requestId,
        String mode,
        String eventId,
        String topic,
        @io.micronaut.core.annotation.Nullable byte @Nullable [] recordKey,
        String state,
        String outcome,
        @Nullable Integer logPartition,
        @Nullable Long logOffset,
        @Nullable Long logTimestamp,
        @Nullable String error,
        int attempts,
        long acceptedAt,
        @Nullable Long completedAt,
        @Nullable Long finalAt,
        int version,
        String fingerprint) {

    KeyedStatus toKeyedStatus() {
        StatusRow row = new StatusRow(
                requestId,
                mode,
                eventId,
                topic,
                recordKey,
                state,
                outcome,
                logPartition,
                logOffset,
                logTimestamp,
                error,
                attempts,
                acceptedAt,
                completedAt,
                finalAt,
                version);
        return new KeyedStatus(row.toStatus(), fingerprint);
    }
}
