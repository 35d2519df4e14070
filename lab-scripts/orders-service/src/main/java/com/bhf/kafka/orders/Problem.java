package com.bhf.kafka.orders;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/**
 * An error as {@code application/problem+json} (RFC 9457).
 *
 * @param outcome of what was to be written: {@code NOT_WRITTEN} or {@code UNKNOWN}
 * @param parameter what a 400 is about
 * @param deadLetter where a refused order is kept, {@code topic-partition@offset}
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
        @Nullable String parameter,
        @Nullable String deadLetter) {
    static final MediaType MEDIA_TYPE = MediaType.of("application/problem+json");

    private static final String TYPE_PREFIX = "urn:bhf:problem:";

    static Problem of(String type, HttpStatus status, String detail, String path) {
        return new Problem(TYPE_PREFIX + type, status.getReason(), status.getCode(), detail, path, null, null, null);
    }

    static Problem badParameter(String name, String value, String allowed, String path) {
        String detail = name + "=" + value + " is not allowed: " + allowed;
        return of("bad-parameter", HttpStatus.BAD_REQUEST, detail, path).withParameter(name);
    }

    Problem withOutcome(String known) {
        return new Problem(type, title, status, detail, instance, known, parameter, deadLetter);
    }

    Problem withParameter(String name) {
        return new Problem(type, title, status, detail, instance, outcome, name, deadLetter);
    }

    Problem withDeadLetter(String place) {
        return new Problem(type, title, status, detail, instance, outcome, parameter, place);
    }

    MutableHttpResponse<?> toResponse() {
        MutableHttpResponse<?> response = HttpResponse.status(HttpStatus.valueOf(status))
                .contentType(MEDIA_TYPE)
                .body(this);
        return status == HttpStatus.SERVICE_UNAVAILABLE.getCode() ? response.header("Retry-After", "1") : response;
    }
}
