package com.bhf.kafka.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Whether a label selector fits labels. */
public final class Selector {
    private Selector() {}

    /** @param selector a LabelSelector; an empty one fits everything, a missing one nothing */
    public static boolean fits(JsonNode selector, JsonNode labels) {
        if (!selector.isObject()) {
            return false;
        }
        return containsAll(selector.at("/matchLabels"), labels)
                && Manifest.elements(selector.at("/matchExpressions")).stream()
                        .allMatch(expression -> fitsExpression(expression, labels));
    }

    /** Whether every pair of a plain selector, as a Service has it, is among the labels. */
    public static boolean containsAll(JsonNode pairs, JsonNode labels) {
        return pairs.properties().stream().allMatch(pair -> pair.getValue().equals(labels.get(pair.getKey())));
    }

    private static boolean fitsExpression(JsonNode expression, JsonNode labels) {
        JsonNode value = labels.get(expression.at("/key").asText());
        List<JsonNode> values = Manifest.elements(expression.at("/values"));
        return switch (expression.at("/operator").asText()) {
            case "In" -> value != null && values.contains(value);
            case "NotIn" -> value == null || !values.contains(value);
            case "Exists" -> value != null;
            case "DoesNotExist" -> value == null;
            default -> throw new AssertionError("no such operator: " + expression);
        };
    }
}
