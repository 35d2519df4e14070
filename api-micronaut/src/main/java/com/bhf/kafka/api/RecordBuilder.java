package com.bhf.kafka.api;

import com.bhf.kafka.api.SendCommand.Value;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.RequestIds;
import com.bhf.kafka.producer.delivery.SendHeader;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.json.JsonMapper;
import io.micronaut.serde.annotation.Serdeable;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes the record of a send: its id, its headers and, where the caller gave none, its value. */
@Singleton
final class RecordBuilder {
    private static final int LONGEST_CORRELATION_ID = 200;

    private final JsonMapper json;
    private final RequestIds ids;
    private final Clock clock;

    RecordBuilder(JsonMapper json, RequestIds ids, Clock clock) {
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    /** The value of a record whose request had no body. */
    @Serdeable
    record GeneratedValue(String eventId, String mode, String sendMode, String api, Instant ts) {}

    /** What all records of a request have in common. */
    record Origin(
            Instant at,
            String atText,
            @Nullable String correlationId,
            @Nullable String traceparent,
            @Nullable String tracestate) {}

    /** @throws BadParameterException a header of the request cannot be used */
    Origin origin(HttpRequest<?> request) {
        HttpHeaders headers = request.getHeaders();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Origin(
                now,
                now.toString(),
                correlationId(headers),
                headers.get(RecordHeaderNames.TRACEPARENT),
                headers.get(RecordHeaderNames.TRACESTATE));
    }

    /** The same request, now: what of it came in later. */
    Origin later(Origin origin) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return new Origin(now, now.toString(), origin.correlationId(), origin.traceparent(), origin.tracestate());
    }

    // On JDK 17 javac does not show NullAway a "byte @Nullable []" of another module.
    @SuppressWarnings("NullAway")
    AcceptedSend build(SendCommand command, Origin origin) {
        UUID id = ids.next();
        Instant now = origin.at();
        return new AcceptedSend(
                id,
                command.mode(),
                command.eventId(),
                command.topic(),
                command.partition(),
                command.key(),
                value(command, now),
                headers(command, origin, id),
                now,
                command.timestamp());
    }

    private byte @Nullable [] value(SendCommand command, Instant now) {
        Value value = command.value();
        if (value instanceof Value.Given given) {
            return given.bytes();
        }
        if (value instanceof Value.Tombstone) {
            return null;
        }
        try {
            return json.writeValueAsBytes(new GeneratedValue(
                    command.eventId(),
                    command.mode().wireName(),
                    command.sendMode().wireName(),
                    "java",
                    now));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<SendHeader> headers(SendCommand command, Origin origin, UUID id) {
        String idText = id.toString();
        List<SendHeader> headers = new ArrayList<>(10 + command.headers().size());
        headers.add(new SendHeader(RecordHeaderNames.REQUEST_ID, idText));
        headers.add(new SendHeader(RecordHeaderNames.EVENT_ID, command.eventId()));
        String correlationId = origin.correlationId();
        headers.add(new SendHeader(RecordHeaderNames.CORRELATION_ID, correlationId == null ? idText : correlationId));
        headers.add(new SendHeader(RecordHeaderNames.SOURCE, ServiceInfo.NAME));
        headers.add(
                new SendHeader(RecordHeaderNames.PRODUCER_MODE, command.mode().wireName()));
        headers.add(
                new SendHeader(RecordHeaderNames.SEND_MODE, command.sendMode().wireName()));
        headers.add(new SendHeader(RecordHeaderNames.TIMESTAMP, origin.atText()));
        add(headers, RecordHeaderNames.CONTENT_TYPE, contentType(command));
        add(headers, RecordHeaderNames.TRACEPARENT, origin.traceparent());
        add(headers, RecordHeaderNames.TRACESTATE, origin.tracestate());
        command.headers().forEach((name, text) -> headers.add(new SendHeader(name, text)));
        return headers;
    }

    private static @Nullable String contentType(SendCommand command) {
        if (command.headers().containsKey(RecordHeaderNames.CONTENT_TYPE)) {
            return null;
        }
        if (command.value() instanceof Value.Given given) {
            return given.contentType();
        }
        return command.value() instanceof Value.Generated ? "application/json" : null;
    }

    /** Null when the request names none. */
    private static @Nullable String correlationId(HttpHeaders request) {
        String given = request.get("X-Correlation-ID");
        if (given != null && (given.isEmpty() || given.length() > LONGEST_CORRELATION_ID)) {
            throw new BadParameterException(
                    "X-Correlation-ID", given, "1 to " + LONGEST_CORRELATION_ID + " characters");
        }
        return given;
    }

    private static void add(List<SendHeader> headers, String name, @Nullable String value) {
        if (value != null) {
            headers.add(new SendHeader(name, value));
        }
    }
}
