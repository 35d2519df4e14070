package com.bhf.kafka.api;

import com.bhf.kafka.api.SendCommand.Value;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpParameters;
import io.micronaut.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a send from the query; a body, if any, is the record's value as it is. Stateless. */
final class QueryParser {
    private static final Set<String> KNOWN = Set.of("mode", "eventId", "sendMode", "topic", "key", "partition");

    private static final char REPLACEMENT = '\uFFFD';
    private static final char LAST_ASCII = 127;

    private QueryParser() {}

    static SendCommand parse(HttpRequest<?> request, byte[] body) {
        HttpParameters query = request.getParameters();
        requireKnown(request, KNOWN);
        String eventId = Fields.eventId(one(query, "eventId"));
        return new SendCommand(
                Fields.mode(one(query, "mode")),
                Fields.sendMode(one(query, "sendMode")),
                eventId,
                Fields.topic(one(query, "topic")),
                Fields.key(one(query, "key"), eventId),
                Fields.partition(one(query, "partition")),
                value(request, body),
                Map.of());
    }

    static void requireKnown(HttpRequest<?> request, Set<String> known) {
        HttpParameters query = request.getParameters();
        String raw = String.valueOf(request.getUri().getRawQuery());
        boolean ascii = isAscii(raw);
        for (String name : query.names()) {
            String text = query.get(name);
            if (!known.contains(name)) {
                List<String> sorted = known.stream().sorted().toList();
                throw new BadParameterException(name, text, "one of the parameters " + sorted);
            }
            if (!ascii || isReplaced(text, raw)) {
                throw new BadParameterException(name, text, "percent-encoded UTF-8");
            }
        }
    }

    private static Value value(HttpRequest<?> request, byte[] body) {
        if (body.length == 0) {
            return new Value.Generated();
        }
        return new Value.Given(body, request.getHeaders().get(HttpHeaders.CONTENT_TYPE));
    }

    private static boolean isAscii(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) > LAST_ASCII) {
                return false;
            }
        }
        return true;
    }

    /** The server puts a replacement character for bytes that are no UTF-8; the record would carry it. */
    private static boolean isReplaced(@Nullable String text, String raw) {
        return text != null
                && text.indexOf(REPLACEMENT) >= 0
                && !raw.toUpperCase(Locale.ROOT).contains("%EF%BF%BD");
    }

    static @Nullable String one(HttpParameters query, String name) {
        List<String> all = query.getAll(name);
        if (all.size() > 1) {
            throw new BadParameterException(name, all, "one value");
        }
        return all.isEmpty() ? null : all.get(0);
    }
}
