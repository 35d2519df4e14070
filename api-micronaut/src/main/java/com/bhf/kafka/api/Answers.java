package com.bhf.kafka.api;

import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.SendStatus;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The JSON bodies of the answers; the order of the components is the order of the members. */
final class Answers {
    static final Duration POLL_AFTER = Duration.ofSeconds(1);

    private Answers() {}

    /** 202: it is durable, and this is how to ask for what becomes of it. */
    static MutableHttpResponse<?> accepted(SendStatus status) {
        return HttpResponse.status(HttpStatus.ACCEPTED)
                .header("Location", location(status.requestId()))
                .header("Retry-After", Long.toString(POLL_AFTER.toSeconds()))
                .body(Accepted.of(status));
    }

    static String location(UUID requestId) {
        return "/api/v1/status?requestId=" + requestId;
    }

    /** 200 of a sync send. */
    @Serdeable
    record Written(
            String status,
            String state,
            String requestId,
            String eventId,
            String mode,
            String sendMode,
            String topic,
            @Nullable String key,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable Instant timestamp) {

        static Written of(AcceptedSend send, Acknowledged ack) {
            return new Written(
                    "OK",
                    "OK",
                    send.requestId().toString(),
                    send.eventId(),
                    send.mode().wireName(),
                    SendMode.SYNC.wireName(),
                    send.topic(),
                    send.key(),
                    ack.partition(),
                    ack.hasOffset() ? ack.offset() : null,
                    ack.timestamp() < 0 ? null : Instant.ofEpochMilli(ack.timestamp()));
        }

        static Written of(SendStatus status) {
            return new Written(
                    "OK",
                    "OK",
                    status.requestId().toString(),
                    status.eventId(),
                    status.mode().wireName(),
                    SendMode.SYNC.wireName(),
                    status.topic(),
                    status.key(),
                    status.partition(),
                    status.offset(),
                    status.timestamp());
        }
    }

    /** 202 of an async send. */
    @Serdeable
    record Accepted(
            String status,
            String state,
            String requestId,
            String eventId,
            String mode,
            String sendMode,
            String topic,
            @Nullable String key,
            @Nullable Integer partition,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long offset) {

        static Accepted of(SendStatus status) {
            return new Accepted(
                    "ACCEPTED",
                    status.state().name(),
                    status.requestId().toString(),
                    status.eventId(),
                    status.mode().wireName(),
                    SendMode.ASYNC.wireName(),
                    status.topic(),
                    status.key(),
                    status.partition(),
                    status.offset());
        }
    }

    /** 200 of a status. */
    @Serdeable
    record Status(
            String requestId,
            String state,
            @JsonProperty("final") boolean isFinal,
            String outcome,
            String eventId,
            String mode,
            String topic,
            @Nullable String key,
            @Nullable Integer partition,
            @Nullable Long offset,
            @Nullable Instant timestamp,
            @Nullable String error,
            int attempts,
            Instant acceptedAt,
            @Nullable Instant completedAt) {

        static Status of(SendStatus status) {
            return new Status(
                    status.requestId().toString(),
                    status.state().name(),
                    status.isFinal(),
                    status.outcome().name(),
                    status.eventId(),
                    status.mode().wireName(),
                    status.topic(),
                    status.key(),
                    status.partition(),
                    status.offset(),
                    status.timestamp(),
                    status.error(),
                    status.attempts(),
                    status.acceptedAt(),
                    status.completedAt());
        }
    }
}
