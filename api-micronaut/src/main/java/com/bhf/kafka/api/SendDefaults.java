package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the query of a batch says for the entries that do not say it. */
record SendDefaults(
        @Nullable DeliveryMode mode,
        @Nullable SendMode sendMode,
        @Nullable String topic) {
    static final SendDefaults NONE = new SendDefaults(null, null, null);

    private static final Set<String> KNOWN = Set.of("mode", "sendMode", "topic");

    /** @throws BadParameterException a parameter is unknown or has a value that is not allowed */
    static SendDefaults of(HttpRequest<?> request) {
        QueryParser.requireKnown(request, KNOWN);
        HttpParameters query = request.getParameters();
        String mode = QueryParser.one(query, "mode");
        String sendMode = QueryParser.one(query, "sendMode");
        String topic = QueryParser.one(query, "topic");
        return new SendDefaults(
                mode == null ? null : Fields.mode(mode),
                sendMode == null ? null : Fields.sendMode(sendMode),
                topic == null ? null : Fields.topic(topic));
    }
}
