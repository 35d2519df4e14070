package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import com.bhf.kafka.k8s.Selector;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Each pod selector of a policy fits pods that exist, the named ports are theirs, and without a further policy nothing
 * is allowed.
 */
public final class NetworkPolicies implements Rule {
    /** Pods that others make: Strimzi, kubectl run, the Prometheus operator. */
    private static final List<JsonNode> OTHERS = List.of(
            labels(Map.of(
                    "strimzi.io/cluster",
                    "bhf-kafka",
                    "strimzi.io/kind",
                    "Kafka",
                    "strimzi.io/name",
                    "bhf-kafka-kafka")),
            labels(Map.of("strimzi.io/kind", "cluster-operator", "name", "strimzi-cluster-operator")),
            labels(Map.of("run", "kafka-cli")),
            labels(Map.of("app.kubernetes.io/name", "prometheus")));

    @Override
    public List<String> violations(Manifests manifests) {
        List<String> found = new ArrayList<>();
        if (manifests.kind("NetworkPolicy").stream().noneMatch(NetworkPolicies::deniesAll)) {
            found.add("no policy denies everything to every pod");
        }
        for (Manifest policy : manifests.kind("NetworkPolicy")) {
            check(manifests, policy, "/spec/podSelector", "/spec/ingress", found);
            for (String direction : List.of("ingress/from", "egress/to")) {
                String[] names = direction.split("/", 2);
                for (JsonNode rule : policy.list("/spec/" + names[0])) {
                    peers(manifests, policy, rule, names[1], found);
                }
            }
        }
        return found;
    }

    private static boolean deniesAll(Manifest policy) {
        return policy.at("/spec/podSelector").isEmpty()
                && policy.list("/spec/policyTypes").size() == 2
                && policy.at("/spec/ingress").isEmpty()
                && policy.at("/spec/egress").isEmpty();
    }

    /** The pods that a policy is about, and the ports at which they may be reached. */
    private static void check(Manifests manifests, Manifest policy, String selector, String rules, List<String> found) {
        if (fitting(manifests, policy.at(selector)).isEmpty()) {
            found.add(policy.id() + ": " + selector + " fits no pod");
        }
        policy.list(rules)
                .forEach(rule ->
                        ports(manifests, policy, policy.at(selector), rule).ifPresent(found::add));
    }

    private static void peers(Manifests manifests, Manifest policy, JsonNode rule, String field, List<String> found) {
        for (JsonNode peer : Manifest.elements(rule.at("/" + field))) {
            JsonNode selector = peer.at("/podSelector");
            if (selector.isMissingNode()) {
                continue;
            }
            if (fitting(manifests, selector).isEmpty()) {
                found.add(policy.id() + ": a peer of " + field + " fits no pod: " + selector);
            }
            if (field.equals("to")) {
                ports(manifests, policy, selector, rule).ifPresent(found::add);
            }
        }
    }

    /** A port by name must be one of all own pods that are selected. */
    private static Optional<String> ports(Manifests manifests, Manifest policy, JsonNode selector, JsonNode rule) {
        return Manifest.elements(rule.at("/ports")).stream()
                .map(port -> port.at("/port"))
                .filter(JsonNode::isTextual)
                .filter(port -> manifests.workloads().stream()
                        .filter(pod -> Selector.fits(selector, pod.at("/spec/template/metadata/labels")))
                        .anyMatch(pod -> !ServicePorts.hasPort(manifests, pod, port)))
                .map(port -> policy.id() + ": the pods have no port " + port)
                .findFirst();
    }

    private static List<JsonNode> fitting(Manifests manifests, JsonNode selector) {
        return Stream.concat(
                        manifests.workloads().stream().map(w -> w.at("/spec/template/metadata/labels")),
                        OTHERS.stream())
                .filter(labels -> Selector.fits(selector, labels))
                .toList();
    }

    private static JsonNode labels(Map<String, String> pairs) {
        var node = JsonNodeFactory.instance.objectNode();
        pairs.forEach(node::put);
        return node;
    }
}
