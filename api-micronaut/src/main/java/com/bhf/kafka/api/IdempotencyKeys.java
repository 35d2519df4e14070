package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.IdempotencyKey;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the idempotency key of a request: the one in its header; else, where {@code DEDUPLICATE_EVENT_ID} says so, its
 * eventId. The prefixes keep the two apart. Thread-safe.
 */
@Singleton
final class IdempotencyKeys {
    private static final String FROM_HEADER = "key:";
    private static final String FROM_EVENT_ID = "event-id:";

    private final boolean deduplicateEventId;

    IdempotencyKeys(ServiceSettings settings) {
        this.deduplicateEventId = settings.deduplicateEventId();
    }

    /** Empty when the request may be written as often as it is made. */
    Optional<IdempotencyKey> of(SendCommand command, HttpRequest<?> request) {
        return of(command, IdempotencyKeyHeader.parse(lines(request)));
    }

    /**
     * The key of an entry of a batch.
     *
     * @param given the text that in a header would stand in quotes, or null
     */
    Optional<IdempotencyKey> of(SendCommand command, @Nullable String given) {
        return of(command, Optional.ofNullable(given).map(IdempotencyKeyHeader::requirePrintable));
    }

    private Optional<IdempotencyKey> of(SendCommand command, Optional<String> given) {
        return given.map(key -> FROM_HEADER + key)
                .or(() -> eventId(command))
                .map(key -> new IdempotencyKey(key, RequestFingerprint.of(command)));
    }

    private Optional<String> eventId(SendCommand command) {
        return deduplicateEventId && command.mode() == DeliveryMode.IDEMPOTENT
                ? Optional.of(FROM_EVENT_ID + command.eventId())
                : Optional.empty();
    }

    /** A call that makes up its own eventId has no second one that is the same: the key must not be ignored. */
    static void requireNone(HttpRequest<?> request, String where) {
        List<String> lines = lines(request);
        if (!lines.isEmpty()) {
            throw new BadParameterException(IdempotencyKeyHeader.NAME, lines.get(0), where);
        }
    }

    private static List<String> lines(HttpRequest<?> request) {
        return request.getHeaders().getAll(IdempotencyKeyHeader.NAME);
    }
}
