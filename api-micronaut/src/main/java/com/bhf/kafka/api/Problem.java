package com.bhf.kafka.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error as {@code application/problem+json} (RFC 9457).
 *
 * @param outcome NOT_WRITTEN or UNKNOWN: whether the record can be in the log; WRITTEN of an open request whose
 *     record's place is not known yet
 * @param retriable whether the same request may succeed later without a risk of a second record
 * @param exception the simple name of the exception, where one was the cause
 * @param parameter the parameter that a 400 is about
 */
@Serdeable
@JsonInclude(JsonInclude.Include.NON_NULL)
record Problem(
        String type,
        String title,
        int status,
        String detail,
        String instance,
        @Nullable String outcome,
        @Nullable Boolean retriable,
        @Nullable String requestId,
        @Nullable String exception,
        @Nullable String parameter) {
    static final MediaType MEDIA_TYPE = MediaType.of("application/problem+json");
    static final String NOT_WRITTEN = "NOT_WRITTEN";
    static final String UNKNOWN = "UNKNOWN";

    private static final String TYPE_PREFIX = "urn:bhf:problem:";

    /** A problem in which certainly nothing was written. */
    static Problem notWritten(String type, HttpStatus status, String detail, String instance, boolean retriable) {
        return new Problem(
                TYPE_PREFIX + type,
                status.getReason(),
                status.getCode(),
                detail,
                instance,
                NOT_WRITTEN,
                retriable,
                null,
                null,
                null);
    }

    /** A problem that nobody expected; the log tells more. */
    static Problem internal(String instance) {
        String detail = "The request failed for a reason that the service's log tells";
        return plain("http-500", HttpStatus.INTERNAL_SERVER_ERROR, detail, instance)
                .withOutcome(UNKNOWN);
    }

    /** A problem of a request that does not send. */
    static Problem plain(String type, HttpStatus status, String detail, String instance) {
        return new Problem(
                TYPE_PREFIX + type,
                status.getReason(),
                status.getCode(),
                detail,
                instance,
                null,
                null,
                null,
                null,
                null);
    }

    Problem withOutcome(String newOutcome) {
        return new Problem(
                type, title, status, detail, instance, newOutcome, retriable, requestId, exception, parameter);
    }

    Problem withRequestId(String id) {
        return new Problem(type, title, status, detail, instance, outcome, retriable, id, exception, parameter);
    }

    Problem withException(Throwable cause) {
        return new Problem(
                type,
                title,
                status,
                detail,
                instance,
                outcome,
                retriable,
                requestId,
                cause.getClass().getSimpleName(),
                parameter);
    }

    Problem withParameter(String name) {
        return new Problem(type, title, status, detail, instance, outcome, retriable, requestId, exception, name);
    }

    MutableHttpResponse<?> toResponse() {
        return HttpResponse.status(HttpStatus.valueOf(status))
                .contentType(MEDIA_TYPE)
                .body(this);
    }

    /** With {@code Retry-After} in whole seconds, rounded up. */
    MutableHttpResponse<?> toResponse(Duration retryAfter) {
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return toResponse().header("Retry-After", Long.toString(seconds));
    }
}
