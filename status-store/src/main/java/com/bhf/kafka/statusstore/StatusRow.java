package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.LogOutcome;
import com.bhf.kafka.producer.delivery.SendState;
import com.bhf.kafka.producer.delivery.SendStatus;
import io.micronaut.core.annotation.Introspected;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of {@code send_status} that a status needs. Micronaut does not see {@code @Nullable} of an array. */
@Introspected
@SuppressWarnings("ArrayRecordComponent") // a row is read once and never compared
record StatusRow(
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
        int version) {

    SendStatus toStatus() {
        return new SendStatus(
                requestId,
                DeliveryMode.valueOf(mode),
                eventId,
                topic,
                recordKey == null ? null : new String(recordKey, StandardCharsets.UTF_8),
                SendState.valueOf(state),
                LogOutcome.valueOf(outcome),
                finalAt != null,
                logPartition,
                logOffset,
                instant(logTimestamp),
                error,
                attempts,
                Instant.ofEpochMilli(acceptedAt),
                instant(completedAt),
                version);
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }
}
