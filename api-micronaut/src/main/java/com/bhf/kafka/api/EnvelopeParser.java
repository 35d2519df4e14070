package com.bhf.kafka.api;

import com.bhf.kafka.api.Envelope.Bytes;
import com.bhf.kafka.api.Envelope.Field;
import com.bhf.kafka.producer.DeliveryMode;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a send from a JSON envelope. Thread-safe. */
@Singleton
final class EnvelopeParser {
    /** Names that nobody knows must not fill the JVM's table of strings. */
    static final JsonFactory JSON = JsonFactory.builder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final Set<Field> SEND_FIELDS = EnumSet.complementOf(EnumSet.of(Field.ID, Field.IDEMPOTENCY_KEY));
    private static final Set<Field> TEST_FIELDS = EnumSet.of(Field.TOPIC, Field.KEY, Field.MESSAGE);

    /** The envelope of {@code POST /api/v1/send}. */
    SendCommand send(byte[] body) {
        return command(read(body, SEND_FIELDS), SendDefaults.NONE);
    }

    /** The envelope of {@code POST /api/v1/test/*}: the path has said how to send. */
    SendCommand test(byte[] body, DeliveryMode mode, SendMode sendMode) {
        Envelope envelope = read(body, TEST_FIELDS);
        return command(envelope, UUID.randomUUID().toString(), mode, sendMode, null);
    }

    private static Envelope read(byte[] body, Set<Field> fields) {
        String rule = Envelope.rule(fields);
        if (body.length == 0) {
            throw new BadParameterException("body", null, rule);
        }
        Envelope envelope;
        try {
            envelope = read("body", new Bytes(body, 0, body.length), fields);
        } catch (IOException malformed) {
            throw new BadParameterException("body", "(malformed JSON)", rule);
        }
        envelope.requireGood();
        return envelope;
    }

    /**
     * Reads what must be one object.
     *
     * @param what the name that the object has in a refusal
     * @throws IOException it is not JSON
     */
    static Envelope read(String what, Bytes source, Set<Field> fields) throws IOException {
        try (JsonParser parser = JSON.createParser(source.array(), source.from(), source.length())) {
            boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
            if (!isObject) {
                parser.skipChildren();
            }
            Envelope envelope = isObject ? Envelope.read(parser, source, fields) : null;
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "Text after the object");
            }
            if (envelope == null) {
                throw new BadParameterException(what, "(not an object)", Envelope.rule(fields));
            }
            return envelope;
        }
    }

    /** The send that an envelope without a refused field asks for. */
    static SendCommand command(Envelope envelope, SendDefaults defaults) {
        String eventId = Fields.eventId(envelope.text(Field.EVENT_ID));
        return command(envelope, eventId, mode(envelope, defaults), sendMode(envelope, defaults), defaults.topic());
    }

    private static SendCommand command(
            Envelope envelope, String eventId, DeliveryMode mode, SendMode sendMode, @Nullable String defaultTopic) {
        String topic = envelope.text(Field.TOPIC);
        return new SendCommand(
                mode,
                sendMode,
                eventId,
                Fields.topic(topic == null ? defaultTopic : topic),
                Fields.key(envelope.text(Field.KEY), eventId),
                Fields.partition(envelope.text(Field.PARTITION)),
                envelope.value(),
                envelope.headers(),
                Fields.timestamp(envelope.text(Field.TIMESTAMP)));
    }

    private static DeliveryMode mode(Envelope envelope, SendDefaults defaults) {
        Boolean idempotent = envelope.idempotent();
        String mode = envelope.text(Field.MODE);
        if (idempotent == null) {
            return mode == null && defaults.mode() != null ? defaults.mode() : Fields.mode(mode);
        }
        DeliveryMode flagged = idempotent ? DeliveryMode.IDEMPOTENT : DeliveryMode.PLAIN;
        if (mode != null && Fields.mode(mode) != flagged) {
            throw new BadParameterException("isIdempotent", idempotent, "what agrees with mode, or leave one out");
        }
        return flagged;
    }

    private static SendMode sendMode(Envelope envelope, SendDefaults defaults) {
        Boolean async = envelope.async();
        String sendMode = envelope.text(Field.SEND_MODE);
        if (async == null) {
            return sendMode == null && defaults.sendMode() != null ? defaults.sendMode() : Fields.sendMode(sendMode);
        }
        SendMode flagged = async ? SendMode.ASYNC : SendMode.SYNC;
        if (sendMode != null && Fields.sendMode(sendMode) != flagged) {
            throw new BadParameterException("isAsync", async, "what agrees with sendMode, or leave one out");
        }
        return flagged;
    }
}
