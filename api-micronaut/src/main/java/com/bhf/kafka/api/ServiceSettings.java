package com.bhf.kafka.api;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.delivery.RedeliverySettings;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Map;

/**
 * Settings of the service itself.
 *
 * @param maxInFlight {@code MAX_IN_FLIGHT}: open sends of each kind; 1 to 1,000,000, default 10,000
 * @param topicLookupTimeout {@code TOPIC_LOOKUP_TIMEOUT_MS}: how long a request waits to hear whether its topic
 *     exists; 1 to 60,000, default 1,000
 * @param topicMaxAge {@code TOPIC_MAX_AGE_MS}: after how long a topic is looked up again; default 30,000
 * @param stopTimeout {@code STOP_TIMEOUT_MS}: how long open sends may take when the service stops;
 *     default 10,000
 * @param redelivery {@code REDELIVERY_MAX_AGE_MS}: until which age an idempotent send is sent again; default
 *     3,600,000; {@code REDELIVERY_SETTLE_MS}: see {@link RedeliverySettings}; at least the request timeout,
 *     default 5,000; {@code STATUS_LEASE_MS}: after how long without a sign of life another instance takes over; 1,000
 *     to 600,000, default 10,000
 * @param retention {@code STATUS_RETENTION}: how long a final status is kept, and the idempotency key of its request;
 *     an ISO-8601 duration, default P7D
 * @param deduplicateEventId {@code DEDUPLICATE_EVENT_ID}: whether in idempotent mode the eventId is the idempotency
 *     key of a request that has no other; default false
 * @param maxRequestBytes {@code MAX_REQUEST_BYTES}: the largest body of a single send, and the longest line of a
 *     stream; 1 to 100,000,000, default 1,048,576
 */
record ServiceSettings(
        int maxInFlight,
        Duration topicLookupTimeout,
        Duration topicMaxAge,
        Duration stopTimeout,
        RedeliverySettings redelivery,
        Duration retention,
        boolean deduplicateEventId,
        int maxRequestBytes,
        Batches batches) {
    private static final int LAST_PORT = 65_535;

    /**
     * Bounds of batches.
     *
     * @param maxEntries {@code BATCH_MAX_ENTRIES}: entries of an array, and open entries of a stream; 1 to 100,000,
     *     default 1,000
     * @param maxBytes {@code BATCH_MAX_BYTES}: bytes of an array, and of the open entries of a stream; 1,024 to
     *     100,000,000, default 4,194,304
     * @param memoryBytes {@code BATCH_MEMORY_BYTES}: what all batches together hold; twice {@code maxBytes} to
     *     999,999,999, default an eighth of the heap
     * @param maxStreams {@code BATCH_MAX_STREAMS}: open streams; 1 to 10,000, default 100
     */
    record Batches(int maxEntries, int maxBytes, int memoryBytes, int maxStreams) {
        private static Batches fromEnvironment(Map<String, String> variables) {
            int maxBytes = number(variables, "BATCH_MAX_BYTES", 4_194_304, 1_024, 100_000_000);
            int least = BodyCollector.COPIES * maxBytes;
            long eighth = Math.min(Runtime.getRuntime().maxMemory() / 8, 999_999_999);
            return new Batches(
                    number(variables, "BATCH_MAX_ENTRIES", 1_000, 1, 100_000),
                    maxBytes,
                    number(variables, "BATCH_MEMORY_BYTES", (int) Math.max(least, eighth), least, 999_999_999),
                    number(variables, "BATCH_MAX_STREAMS", 100, 1, 10_000));
        }
    }

    static ServiceSettings fromEnvironment(Map<String, String> variables, ProducerSettings producer) {
        return new ServiceSettings(
                number(variables, "MAX_IN_FLIGHT", 10_000, 1, 1_000_000),
                millis(variables, "TOPIC_LOOKUP_TIMEOUT_MS", 1_000, 60_000),
                millis(variables, "TOPIC_MAX_AGE_MS", 30_000, 3_600_000),
                millis(variables, "STOP_TIMEOUT_MS", 10_000, 600_000),
                redelivery(variables, producer),
                duration(variables, "STATUS_RETENTION", "P7D"),
                flag(variables, "DEDUPLICATE_EVENT_ID"),
                number(variables, "MAX_REQUEST_BYTES", 1_048_576, 1, 100_000_000),
                Batches.fromEnvironment(variables));
    }

    private static RedeliverySettings redelivery(Map<String, String> variables, ProducerSettings producer) {
        int requestTimeout = (int) producer.requestTimeout().toMillis();
        int settleDefault = Math.max(5_000, requestTimeout);
        return RedeliverySettings.of(
                millis(variables, "REDELIVERY_MAX_AGE_MS", 3_600_000, 604_800_000),
                Duration.ofMillis(number(variables, "REDELIVERY_SETTLE_MS", settleDefault, requestTimeout, 600_000)),
                Duration.ofMillis(number(variables, "STATUS_LEASE_MS", 10_000, 1_000, 600_000)));
    }

    /** Absent is false. */
    private static boolean flag(Map<String, String> variables, String name) {
        String text = variables.getOrDefault(name, "false").strip();
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new InvalidSettingException(name, text, "true or false");
        };
    }

    private static Duration duration(Map<String, String> variables, String name, String byDefault) {
        String text = variables.getOrDefault(name, byDefault).strip();
        String allowed = "an ISO-8601 duration of 1 second or more, such as P7D or PT12H";
        try {
            Duration value = Duration.parse(text);
            if (value.toSeconds() >= 1) {
                return value;
            }
        } catch (DateTimeParseException e) {
            throw new InvalidSettingException(name, text, allowed);
        }
        throw new InvalidSettingException(name, text, allowed);
    }

    /** Checks all settings of the service, also those that the server reads by itself. */
    static void check(Map<String, String> variables) {
        fromEnvironment(variables, ProducerSettings.fromEnvironment(variables));
        number(variables, "SERVER_PORT", 8080, 0, LAST_PORT);
        number(variables, "MANAGEMENT_PORT", 8081, 0, LAST_PORT);
    }

    private static Duration millis(Map<String, String> variables, String name, int byDefault, int max) {
        return Duration.ofMillis(number(variables, name, byDefault, 1, max));
    }

    static int number(Map<String, String> variables, String name, int byDefault, int min, int max) {
        String text = variables.getOrDefault(name, Integer.toString(byDefault)).strip();
        if (text.matches("[0-9]{1,9}")) {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        }
        throw new InvalidSettingException(name, text, "a whole number from " + min + " to " + max);
    }
}
