package com.bhf.kafka.api;

import com.bhf.kafka.api.SendCommand.Value;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one send as they stand in a JSON object. Read to the end of the object also when a field is refused, so
 * that what follows it can be read. Not thread-safe.
 */
final class Envelope {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final Map<String, Field> BY_NAME =
            Arrays.stream(Field.values()).collect(Collectors.toMap(Field::wireName, Function.identity()));

    /** All there are; which of them an envelope may have depends on where it stands. */
    enum Field {
        TOPIC("topic"),
        KEY("key"),
        MESSAGE("message"),
        EVENT_ID("eventId"),
        MODE("mode"),
        IS_IDEMPOTENT("isIdempotent"),
        SEND_MODE("sendMode"),
        IS_ASYNC("isAsync"),
        PARTITION("partition"),
        HEADERS("headers"),
        TIMESTAMP("timestamp"),
        ID("id"),
        IDEMPOTENCY_KEY("idempotencyKey");

        private final String wireName;

        Field(String wireName) {
            this.wireName = wireName;
        }

        String wireName() {
            return wireName;
        }
    }

    private final Set<Field> seen = EnumSet.noneOf(Field.class);
    private final Map<Field, String> texts = new EnumMap<>(Field.class);
    private @Nullable Boolean idempotent;
    private @Nullable Boolean async;
    private @Nullable Long numericId;
    private Value value = new Value.Generated();
    private Map<String, String> headers = Map.of();
    private @Nullable BadParameterException refusal;

    private Envelope() {}

    static String rule(Set<Field> fields) {
        return "a JSON object with the fields "
                + fields.stream().map(Field::wireName).sorted().toList();
    }

    /**
     * Reads the object that the parser has just entered, up to and with its end.
     *
     * @param source what the parser reads from, from its first byte on
     * @throws IOException it is not JSON
     */
    static Envelope read(JsonParser parser, Bytes source, Set<Field> allowed) throws IOException {
        Envelope envelope = new Envelope();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            try {
                envelope.set(field(name, allowed), parser, source);
            } catch (BadParameterException refused) {
                envelope.refuse(refused);
                parser.skipChildren();
            }
        }
        return envelope;
    }

    /** A part of an array. */
    record Bytes(@SuppressWarnings("ArrayRecordComponent") byte[] array, int from, int length) {
        byte[] copy(long start, long end) throws JsonParseException {
            if (start < 0) {
                throw new JsonParseException(null, "Not UTF-8");
            }
            return Arrays.copyOfRange(array, from + (int) start, from + (int) end);
        }
    }

    private static Field field(String name, Set<Field> allowed) {
        Field field = BY_NAME.get(name);
        if (field == null || !allowed.contains(field)) {
            throw new BadParameterException(name, "(unknown field)", rule(allowed));
        }
        return field;
    }

    private void set(Field field, JsonParser parser, Bytes source) throws IOException {
        if (!seen.add(field)) {
            throw new BadParameterException(field.wireName(), "(given twice)", "one value");
        }
        switch (field) {
            case MESSAGE -> value = message(parser, source);
            case HEADERS -> headers = headers(parser);
            case IS_IDEMPOTENT -> idempotent = flag(field, parser);
            case IS_ASYNC -> async = flag(field, parser);
            case ID -> id(parser);
            default -> text(field, parser);
        }
    }

    private static Value message(JsonParser parser, Bytes source) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return new Value.Tombstone();
        }
        if (token == JsonToken.VALUE_STRING) {
            return new Value.Given(parser.getText().getBytes(StandardCharsets.UTF_8), TEXT);
        }
        // Its very text: read and written again, 2.50 would become 2.5, and a long number the nearest double.
        long start = parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return new Value.Given(source.copy(start, parser.currentLocation().getByteOffset()), JSON);
    }

    private void text(Field field, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        if (!token.isScalarValue()) {
            throw new BadParameterException(field.wireName(), "(an object or array)", "a single value");
        }
        texts.put(field, parser.getText());
    }

    private static @Nullable Boolean flag(Field field, JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return null;
        }
        if (!token.isBoolean()) {
            String given = token.isScalarValue() ? parser.getText() : "(no boolean)";
            throw new BadParameterException(field.wireName(), given, "[true, false]");
        }
        return parser.getBooleanValue();
    }

    private void id(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
            numericId = parser.getLongValue();
            return;
        }
        String given = parser.currentToken() == JsonToken.VALUE_STRING ? parser.getText() : "(no text)";
        if (parser.currentToken() != JsonToken.VALUE_STRING || given.isEmpty() || given.length() > Fields.LONGEST_ID) {
            throw new BadParameterException(
                    "id", given, "a text of 1 to " + Fields.LONGEST_ID + " characters, or a whole number");
        }
        texts.put(Field.ID, given);
    }

    /** Read to their end also when one of them is refused. */
    private static Map<String, String> headers(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return Map.of();
        }
        String rule = "an object of strings";
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw new BadParameterException("headers", "(not an object)", rule);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        BadParameterException refusal = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() != JsonToken.VALUE_STRING) {
                refusal = new BadParameterException("headers." + name, "(not a string)", rule);
                parser.skipChildren();
                continue;
            }
            try {
                RecordHeaderNames.requireFree(name);
            } catch (BadParameterException taken) {
                refusal = taken;
            }
            headers.put(name, parser.getText());
        }
        if (refusal != null) {
            throw refusal;
        }
        return headers;
    }

    private void refuse(BadParameterException error) {
        if (refusal == null) {
            refusal = error;
        }
    }

    /** @throws BadParameterException the first that was wrong with a field */
    void requireGood() {
        if (refusal != null) {
            throw refusal;
        }
    }

    @Nullable String text(Field field) {
        return texts.get(field);
    }

    /** A text or a number, as the client gave it; null when it gave none that is allowed. */
    @Nullable Object id() {
        return numericId == null ? texts.get(Field.ID) : numericId;
    }

    @Nullable Boolean idempotent() {
        return idempotent;
    }

    @Nullable Boolean async() {
        return async;
    }

    Value value() {
        return value;
    }

    Map<String, String> headers() {
        return headers;
    }
}
