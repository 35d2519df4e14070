package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.serde.annotation.Serdeable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The value of a record in the dead letter topic, as JSON; its headers say the same.
 *
 * @param originalPartition and {@code originalOffset}: where the order first stood, -1 when it was refused before it
 *     was written
 * @param originalValue the order as text; null when there was none, or the record was larger than an order may be: then
 *     it stands only where {@code originalOffset} says, as do its key and headers
 * @param errorTimestamp ISO-8601, in UTC
 * @param retryCount how often it was tried again
 * @param stackTrace at most 8,000 characters of it
 */
@Serdeable
record DeadLetter(
        String originalTopic,
        int originalPartition,
        long originalOffset,
        @Nullable String originalKey,
        @Nullable String originalValue,
        String errorMessage,
        String errorClass,
        String errorTimestamp,
        int retryCount,
        String stackTrace) {
    private static final int MAX_STACK_TRACE = 8_000;

    static DeadLetter of(
            Origin origin, byte @Nullable [] key, byte @Nullable [] value, Throwable error, int retries, Instant now) {
        return new DeadLetter(
                origin.topic(),
                origin.partition(),
                origin.offset(),
                key == null ? null : new String(key, UTF_8),
                value == null ? null : new String(value, UTF_8),
                String.valueOf(error.getMessage()),
                error.getClass().getName(),
                now.toString(),
                retries,
                stackTrace(error));
    }

    private static String stackTrace(Throwable error) {
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.getBuffer().length() <= MAX_STACK_TRACE
                ? text.toString()
                : text.getBuffer().substring(0, MAX_STACK_TRACE);
    }
}
