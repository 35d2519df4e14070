package com.bhf.kafka.lab.crash;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A send to be made.
 *
 * @param mode as sent, also when there is no such mode: some sends are wrong on purpose
 * @param partition as sent; null: none
 * @param keyed whether it carries an Idempotency-Key
 */
record PlannedSend(
        String event,
        String mode,
        boolean async,
        String topic,
        String key,
        @Nullable Integer partition,
        String payload,
        boolean keyed) {

    String query() {
        String query = "mode=" + mode + "&sendMode=" + (async ? "async" : "sync") + "&eventId=" + encoded(event)
                + "&topic=" + encoded(topic) + "&key=" + encoded(key);
        return partition == null ? query : query + "&partition=" + partition;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
