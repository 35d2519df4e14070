package com.bhf.kafka.orders;

import static com.bhf.kafka.orders.OrderHeaders.add;

import io.micronaut.json.JsonMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Makes the records that go to the retry topic and to the dead letter topic. */
@Singleton
final class OutgoingRecords {
    private final Topics topics;
    private final JsonMapper json;
    private final Clock clock;

    OutgoingRecords(OrdersSettings settings, JsonMapper json, Clock clock) {
        this.topics = settings.topics();
        this.json = json;
        this.clock = clock;
    }

    /** The same order, to be tried again after the delay. */
    ProducerRecord<byte[], byte[]> retry(Delivery failed, Throwable error, Duration delay) {
        Headers headers = OrderHeaders.ofOthers(failed.headers());
        addOrigin(headers, failed.origin());
        addError(headers, String.valueOf(error.getMessage()), error.getClass().getName());
        add(headers, OrderHeaders.RETRY_COUNT, failed.attempt());
        add(headers, OrderHeaders.RETRY_DUE, clock.millis() + delay.toMillis());
        return new ProducerRecord<>(topics.retry(), null, failed.key(), failed.value(), headers);
    }

    /** An order that is given up. */
    ProducerRecord<byte[], byte[]> deadLetter(Delivery failed, Throwable error) {
        return failed.isOversized()
                ? deadLetter(failed.origin(), null, null, new RecordHeaders(), error, failed.retries())
                : deadLetter(failed.origin(), failed.key(), failed.value(), failed.headers(), error, failed.retries());
    }

    /** An order that was refused over HTTP. */
    ProducerRecord<byte[], byte[]> deadLetter(byte @Nullable [] key, byte[] value, InvalidOrderException error) {
        return deadLetter(Origin.refused(topics.orders()), key, value, new RecordHeaders(), error, 0);
    }

    private ProducerRecord<byte[], byte[]> deadLetter(
            Origin origin,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers carried,
            Throwable error,
            int retries) {
        DeadLetter letter = DeadLetter.of(origin, key, value, error, retries, clock.instant());
        Headers headers = OrderHeaders.ofOthers(carried);
        addOrigin(headers, origin);
        // The bytes themselves, which a replay needs: JSON holds text only.
        headers.add(OrderHeaders.ORIGINAL_KEY, key);
        headers.add(OrderHeaders.ORIGINAL_VALUE, value);
        addError(headers, letter.errorMessage(), letter.errorClass());
        add(headers, OrderHeaders.ERROR_TIMESTAMP, letter.errorTimestamp());
        add(headers, OrderHeaders.RETRY_COUNT, letter.retryCount());
        add(headers, OrderHeaders.STACK_TRACE, letter.stackTrace());
        return new ProducerRecord<>(topics.deadLetters(), null, key, bytes(letter), headers);
    }

    private static void addOrigin(Headers headers, Origin origin) {
        add(headers, OrderHeaders.ORIGINAL_TOPIC, origin.topic());
        add(headers, OrderHeaders.ORIGINAL_PARTITION, origin.partition());
        add(headers, OrderHeaders.ORIGINAL_OFFSET, origin.offset());
    }

    private static void addError(Headers headers, String message, String type) {
        add(headers, OrderHeaders.ERROR_MESSAGE, message);
        add(headers, OrderHeaders.ERROR_CLASS, type);
    }

    private byte[] bytes(DeadLetter letter) {
        try {
            return Objects.requireNonNull(json.writeValueAsBytes(letter));
        } catch (IOException e) {
            throw new UncheckedIOException("A dead letter is always JSON", e);
        }
    }
}
