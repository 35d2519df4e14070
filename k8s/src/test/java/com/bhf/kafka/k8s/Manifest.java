package com.bhf.kafka.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** One resource, as it is sent to the API server. */
public record Manifest(JsonNode json) {

    public String apiVersion() {
        return text("/apiVersion");
    }

    public String kind() {
        return text("/kind");
    }

    public String name() {
        return text("/metadata/name");
    }

    /** As {@code Deployment/m02-java-api}. */
    public String id() {
        return kind() + "/" + name();
    }

    public JsonNode at(String pointer) {
        return json.at(pointer);
    }

    public String text(String pointer) {
        return json.at(pointer).asText();
    }

    public List<JsonNode> list(String pointer) {
        return elements(json.at(pointer));
    }

    public boolean hasPods() {
        return at("/spec/template/spec/containers").isArray();
    }

    public static List<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false).toList();
    }
}
