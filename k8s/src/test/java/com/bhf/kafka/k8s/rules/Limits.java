package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Manifests.Container;
import com.bhf.kafka.k8s.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** Every container, and what Strimzi makes containers from, requests and limits CPU and memory. */
public final class Limits implements Rule {
    private static final List<String> WANTED =
            List.of("/requests/cpu", "/requests/memory", "/limits/cpu", "/limits/memory");

    @Override
    public List<String> violations(Manifests manifests) {
        Stream<String> containers = manifests.containers().stream().flatMap(Limits::ofContainer);
        Stream<String> brokers = manifests.kind("KafkaNodePool").stream()
                .flatMap(pool -> missing(pool.id(), pool.at("/spec/resources")));
        Stream<String> operators = manifests.kind("Kafka").stream()
                .flatMap(kafka -> Stream.of("topicOperator", "userOperator")
                        .flatMap(operator -> missing(
                                kafka.id() + " " + operator,
                                kafka.at("/spec/entityOperator/" + operator + "/resources"))));
        return Stream.of(containers, brokers, operators).flatMap(all -> all).toList();
    }

    private static Stream<String> ofContainer(Container container) {
        return missing(container.id(), container.json().at("/resources"));
    }

    private static Stream<String> missing(String id, JsonNode resources) {
        return WANTED.stream()
                .filter(wanted -> resources.at(wanted).isMissingNode())
                .map(wanted -> id + " has no resources" + wanted);
    }
}
