package com.bhf.kafka.k8s;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** One fault put into one manifest, for the control arms. */
record Plant(String target, String pointer, String value) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The manifests with the fault; a value of {@code absent} takes the field away. */
    Manifests in(Manifests good) {
        if (good.all().stream().noneMatch(this::isTarget)) {
            throw new AssertionError("there is no " + target);
        }
        List<Manifest> all =
                good.all().stream().map(m -> isTarget(m) ? changed(m) : m).toList();
        return new Manifests(all);
    }

    private boolean isTarget(Manifest manifest) {
        return manifest.id().equals(target);
    }

    private Manifest changed(Manifest manifest) {
        JsonNode copy = manifest.json().deepCopy();
        JsonPointer place = JsonPointer.compile(pointer);
        JsonNode parent = copy.at(place.head());
        String field = place.last().getMatchingProperty();
        if (parent instanceof ArrayNode array) {
            array.set(place.last().getMatchingIndex(), json());
        } else if (value.equals("absent")) {
            if (((ObjectNode) parent).remove(field) == null) {
                throw new AssertionError(target + " has no " + pointer);
            }
        } else {
            ((ObjectNode) parent).set(field, json());
        }
        return new Manifest(copy);
    }

    private JsonNode json() {
        try {
            return JSON.readTree(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(value, e);
        }
    }
}
