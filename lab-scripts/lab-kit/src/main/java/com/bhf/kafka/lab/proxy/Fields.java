package com.bhf.kafka.lab.proxy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** Reads the fields of an object: names in any case, the last one wins, null is as if left out. */
final class Fields {

    private final JsonNode object;

    /** @throws ApiException when {@code node} is no object; null is an empty one */
    Fields(JsonNode node) {
        if (!node.isObject() && !node.isNull()) {
            throw ApiException.badBody("cannot read an object from " + node.getNodeType());
        }
        object = node;
    }

    String text(String name, String otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        return require(value.isTextual(), name, "a string", value).textValue();
    }

    boolean flag(String name, boolean otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        return require(value.isBoolean(), name, "a boolean", value).booleanValue();
    }

    float number(String name, float otherwise) {
        JsonNode value = get(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        return require(value.isNumber(), name, "a number", value).floatValue();
    }

    /** The field, a missing node when there is none. */
    JsonNode get(String name) {
        JsonNode found = null;
        for (var field : object.properties()) {
            found = field.getKey().equalsIgnoreCase(name) && !field.getValue().isNull() ? field.getValue() : found;
        }
        return orMissing(found);
    }

    private static JsonNode orMissing(@Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }

    private static JsonNode require(boolean fits, String name, String wanted, JsonNode value) {
        if (!fits) {
            throw ApiException.badBody(name + ": cannot read " + wanted + " from " + value);
        }
        return value;
    }
}
