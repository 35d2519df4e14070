package com.bhf.kafka.api;

import com.bhf.kafka.api.SendCommand.Value;
import com.bhf.kafka.producer.DeliveryMode;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a send from a JSON envelope. Thread-safe. */
@Singleton
final class EnvelopeParser {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final Set<String> SEND_FIELDS = Set.of(
            "topic",
            "key",
            "message",
            "eventId",
            "mode",
            "isIdempotent",
            "sendMode",
            "isAsync",
            "partition",
            "headers");
    private static final Set<String> TEST_FIELDS = Set.of("topic", "key", "message");

    private final JsonMapper json;

    EnvelopeParser(JsonMapper json) {
        this.json = json;
    }

    /** The envelope of {@code POST /api/v1/send}. */
    SendCommand send(byte[] body) {
        Envelope envelope = read(body, SEND_FIELDS);
        JsonNode node = envelope.node();
        String eventId = Fields.eventId(text(node, "eventId"));
        return command(envelope, eventId, mode(node), sendMode(node));
    }

    /** The envelope of {@code POST /api/v1/test/*}: the path has said how to send. */
    SendCommand test(byte[] body, DeliveryMode mode, SendMode sendMode) {
        Envelope envelope = read(body, TEST_FIELDS);
        return command(envelope, UUID.randomUUID().toString(), mode, sendMode);
    }

    /** The fields, and the text in which each of them stands in the request. */
    private record Envelope(JsonNode node, Map<String, String> raw) {}

    private SendCommand command(Envelope envelope, String eventId, DeliveryMode mode, SendMode sendMode) {
        JsonNode node = envelope.node();
        return new SendCommand(
                mode,
                sendMode,
                eventId,
                Fields.topic(text(node, "topic")),
                Fields.key(text(node, "key"), eventId),
                Fields.partition(text(node, "partition")),
                value(node.get("message"), envelope.raw().get("message")),
                headers(node.get("headers")));
    }

    private Envelope read(byte[] body, Set<String> fields) {
        String rule =
                "a JSON object with the fields " + fields.stream().sorted().toList();
        if (body.length == 0) {
            throw new BadParameterException("body", null, rule);
        }
        JsonNode node = parse(body, rule);
        if (node == null || !node.isObject()) {
            throw new BadParameterException("body", "(not an object)", rule);
        }
        node.entries().forEach(entry -> {
            if (!fields.contains(entry.getKey())) {
                throw new BadParameterException(entry.getKey(), "(unknown field)", rule);
            }
        });
        return new Envelope(node, rawMembers(body, rule));
    }

    private static Map<String, String> rawMembers(byte[] body, String rule) {
        try {
            return RawMembers.of(new String(body, StandardCharsets.UTF_8));
        } catch (IOException malformed) {
            throw new BadParameterException("body", "(malformed JSON)", rule);
        }
    }

    /** Null for the JSON null. */
    private @Nullable JsonNode parse(byte[] body, String rule) {
        try {
            return json.readValue(body, JsonNode.class);
        } catch (IOException | RuntimeException malformed) {
            throw new BadParameterException("body", "(malformed JSON)", rule);
        }
    }

    private static DeliveryMode mode(JsonNode envelope) {
        Boolean idempotent = flag(envelope, "isIdempotent");
        String mode = text(envelope, "mode");
        if (idempotent == null) {
            return Fields.mode(mode);
        }
        DeliveryMode flagged = idempotent ? DeliveryMode.IDEMPOTENT : DeliveryMode.PLAIN;
        if (mode != null && Fields.mode(mode) != flagged) {
            throw new BadParameterException("isIdempotent", idempotent, "what agrees with mode, or leave one out");
        }
        return flagged;
    }

    private static SendMode sendMode(JsonNode envelope) {
        Boolean async = flag(envelope, "isAsync");
        String sendMode = text(envelope, "sendMode");
        if (async == null) {
            return Fields.sendMode(sendMode);
        }
        SendMode flagged = async ? SendMode.ASYNC : SendMode.SYNC;
        if (sendMode != null && Fields.sendMode(sendMode) != flagged) {
            throw new BadParameterException("isAsync", async, "what agrees with sendMode, or leave one out");
        }
        return flagged;
    }

    private static Value value(@Nullable JsonNode message, @Nullable String raw) {
        if (message == null || raw == null) {
            return new Value.Generated();
        }
        if (message.isNull()) {
            return new Value.Tombstone();
        }
        return message.isString()
                ? new Value.Given(message.getStringValue().getBytes(StandardCharsets.UTF_8), TEXT)
                : new Value.Given(raw.getBytes(StandardCharsets.UTF_8), JSON);
    }

    private static Map<String, String> headers(@Nullable JsonNode headers) {
        if (headers == null || headers.isNull()) {
            return Map.of();
        }
        String rule = "an object of strings";
        if (!headers.isObject()) {
            throw new BadParameterException("headers", "(not an object)", rule);
        }
        Map<String, String> result = new LinkedHashMap<>();
        headers.entries().forEach(entry -> {
            if (!entry.getValue().isString()) {
                throw new BadParameterException("headers." + entry.getKey(), "(not a string)", rule);
            }
            RecordHeaderNames.requireFree(entry.getKey());
            result.put(entry.getKey(), entry.getValue().getStringValue());
        });
        return result;
    }

    private static @Nullable String text(JsonNode envelope, String name) {
        JsonNode field = envelope.get(name);
        if (field == null || field.isNull()) {
            return null;
        }
        if (!field.isValueNode()) {
            throw new BadParameterException(name, "(an object or array)", "a single value");
        }
        return field.coerceStringValue();
    }

    private static @Nullable Boolean flag(JsonNode envelope, String name) {
        JsonNode field = envelope.get(name);
        if (field == null || field.isNull()) {
            return null;
        }
        if (!field.isBoolean()) {
            throw new BadParameterException(
                    name,
                    field.isValueNode() ? field.coerceStringValue() : "(no boolean)",
                    List.of(true, false).toString());
        }
        return field.getBooleanValue();
    }
}
