package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.OpenSend;
import com.bhf.kafka.producer.delivery.SendStatus;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A whole row of {@code send_status}, payload included. Micronaut does not see {@code @Nullable} of an array. */
@MappedEntity(value = "send_status", escape = false)
@SuppressWarnings("ArrayRecordComponent") // a row is read once and never compared
record SendRow(
        @Id UUID requestId,
        String mode,
        String eventId,
        String topic,
        @Nullable Integer requestedPartition,
        @io.micronaut.core.annotation.Nullable byte @Nullable [] recordKey,
        @io.micronaut.core.annotation.Nullable byte @Nullable [] payload,
        @io.micronaut.core.annotation.Nullable byte @Nullable [] headers,
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
        UUID owner,
        int version,
        @Nullable Long recordTimestamp) {

    static SendRow of(ResultSet row) throws SQLException {
        return new SendRow(
                row.getObject("request_id", UUID.class),
                row.getString("mode"),
                row.getString("event_id"),
                row.getString("topic"),
                row.getObject("requested_partition", Integer.class),
                row.getBytes("record_key"),
                row.getBytes("payload"),
                row.getBytes("headers"),
                row.getString("state"),
                row.getString("outcome"),
                row.getObject("log_partition", Integer.class),
                row.getObject("log_offset", Long.class),
                row.getObject("log_timestamp", Long.class),
                row.getString("error"),
                row.getInt("attempts"),
                row.getLong("accepted_at"),
                row.getObject("completed_at", Long.class),
                row.getObject("final_at", Long.class),
                row.getObject("owner", UUID.class),
                row.getInt("version"),
                row.getObject("record_timestamp", Long.class));
    }

    @SuppressWarnings("NullAway") // on JDK 17 javac does not show it a "byte @Nullable []" of another module
    OpenSend toOpenSend() {
        SendStatus status = statusRow().toStatus();
        AcceptedSend send = new AcceptedSend(
                requestId,
                status.mode(),
                eventId,
                topic,
                requestedPartition,
                status.key(),
                payload,
                headers == null ? List.of() : HeaderCodec.decode(headers),
                Instant.ofEpochMilli(acceptedAt),
                recordTimestamp == null ? null : Instant.ofEpochMilli(recordTimestamp));
        return new OpenSend(send, status);
    }

    private StatusRow statusRow() {
        return new StatusRow(
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
    }
}
