package com.bhf.kafka.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Finds what was in a manifest and is not in its model any more, written out again. */
final class LostValues {
    private final List<String> lost = new ArrayList<>();

    private LostValues() {}

    static List<String> between(JsonNode manifest, JsonNode model, String name) {
        LostValues values = new LostValues();
        values.compare(manifest, model, name + " ");
        return values.lost;
    }

    private void compare(JsonNode before, JsonNode after, String path) {
        if (before.isContainerNode() && !before.isEmpty() && after.isContainerNode()) {
            before.properties()
                    .forEach(field ->
                            compare(field.getValue(), after.path(field.getKey()), path + "/" + field.getKey()));
            for (int i = 0; i < before.size() && before.isArray(); i++) {
                compare(before.get(i), after.path(i), path + "/" + i);
            }
        } else if (before.isValueNode()
                && !isDefault(before, path)
                && !before.asText().equals(after.asText())) {
            lost.add(path + " is lost: " + before);
        }
    }

    /** Models do not write out false; and a model of Strimzi has its own idea of the version, which its kind is found by. */
    private static boolean isDefault(JsonNode value, String path) {
        return value.asText().equals("false") || path.endsWith(" /apiVersion");
    }
}
