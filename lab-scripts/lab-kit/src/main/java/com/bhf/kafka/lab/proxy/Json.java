package com.bhf.kafka.lab.proxy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * JSON as Go's library reads it, which is what clients are used to: names in any case, unknown names ignored, null as
 * if left out, numbers not taken from text, integers not from fractions, nothing read after the first value.
 */
final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES, MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.READ_ENUMS_USING_TO_STRING)
            .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .defaultLocale(Locale.ROOT)
            .build();

    private Json() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A record as an object with its components in their order, their names in snake case. */
    static ObjectNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws ApiException when {@code body} is no JSON */
    static JsonNode parse(byte[] body) {
        try {
            JsonNode node = MAPPER.readTree(body);
            if (node.isMissingNode()) {
                throw ApiException.badBody("EOF");
            }
            return node;
        } catch (JsonEOFException e) {
            throw ApiException.badBody("unexpected EOF");
        } catch (JsonProcessingException e) {
            throw ApiException.badBody(e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code base} with the fields of {@code changes} that {@code type} has, as a {@code type}. */
    static <T> T merge(ObjectNode base, JsonNode changes, Class<T> type) {
        if (!changes.isObject() && !changes.isNull() && !changes.isMissingNode()) {
            throw ApiException.badBody("attributes: cannot read an object from " + changes);
        }
        ObjectNode merged = base.deepCopy();
        changes.properties().forEach(field -> put(merged, field.getKey(), field.getValue()));
        try {
            return Objects.requireNonNull(MAPPER.treeToValue(merged, type));
        } catch (ValueInstantiationException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw ApiException.badBody("attributes: " + cause.getMessage());
        } catch (JsonMappingException e) {
            String field = e.getPath().isEmpty() ? "" : e.getPath().get(0).getFieldName();
            throw ApiException.badBody(
                    "attributes." + field + ": cannot read " + wanted(e) + " from " + merged.get(field));
        } catch (JsonProcessingException e) {
            throw ApiException.badBody("attributes: " + e.getOriginalMessage());
        }
    }

    private static void put(ObjectNode merged, String name, JsonNode value) {
        if (!value.isNull()) {
            String known = name;
            for (var names = merged.fieldNames(); names.hasNext(); ) {
                String candidate = names.next();
                known = candidate.equalsIgnoreCase(name) ? candidate : known;
            }
            merged.set(known, value);
        }
    }

    private static String wanted(JsonMappingException e) {
        Class<?> type = e instanceof MismatchedInputException mismatch ? mismatch.getTargetType() : null;
        return type != null && type.isEnum() ? "one of " + Arrays.toString(type.getEnumConstants()) : "a whole number";
    }
}
