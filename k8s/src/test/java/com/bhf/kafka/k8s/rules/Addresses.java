package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An address of the namespace that a variable names is that of a Service and of one of its ports. */
public final class Addresses implements Rule {
    private static final Pattern ADDRESS = Pattern.compile("([\\w-]+)\\.kafka\\.svc:(\\d+)");
    private static final String BOOTSTRAP = "bhf-kafka-kafka-bootstrap";

    @Override
    public List<String> violations(Manifests manifests) {
        return manifests.containers().stream()
                .flatMap(container -> Manifest.elements(container.json().at("/env")).stream()
                        .map(variable -> variable.at("/value").asText())
                        .flatMap(value -> ADDRESS.matcher(value).results())
                        .filter(address -> !exists(manifests, address))
                        .map(address -> container.id() + ": there is no " + address.group()))
                .toList();
    }

    private static boolean exists(Manifests manifests, MatchResult address) {
        int port = Integer.parseInt(address.group(2));
        Stream<JsonNode> ports = address.group(1).equals(BOOTSTRAP)
                ? manifests.kind("Kafka").stream().flatMap(kafka -> kafka.list("/spec/kafka/listeners").stream())
                : manifests.find("Service", address.group(1)).stream()
                        .flatMap(service -> service.list("/spec/ports").stream());
        return ports.anyMatch(each -> each.at("/port").asInt() == port);
    }
}
