package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Node ports are those of the course, each once, and none is left to chance. */
public final class NodePorts implements Rule {
    private static final Map<String, Integer> COURSE = Map.of(
            "m02-java-api/http", 31080,
            "m02-java-api-b/http", 31081,
            "m04-java-api/http", 31082,
            "toxiproxy/api", 31474,
            "toxiproxy/kafka", 32093,
            "kafka-ui/http", 30808,
            // Not the course's: what the three brokers advertise.
            "toxiproxy/kafka-0", 32094,
            "toxiproxy/kafka-1", 32095,
            "toxiproxy/kafka-2", 32096);

    @Override
    public List<String> violations(Manifests manifests) {
        Map<String, Integer> seen = new TreeMap<>();
        manifests.kind("Service").stream()
                .filter(service -> !service.text("/spec/type").isEmpty())
                .forEach(service -> service.list("/spec/ports")
                        .forEach(port -> seen.put(
                                service.name() + "/" + port.at("/name").asText(),
                                port.at("/nodePort").asInt())));
        List<String> found = new ArrayList<>();
        seen.forEach((port, number) -> {
            if (!number.equals(COURSE.get(port))) {
                found.add(port + " has node port " + number + ", not " + COURSE.get(port));
            }
        });
        COURSE.keySet().stream()
                .filter(port -> !port.startsWith("m04-") && !seen.containsKey(port))
                .forEach(port -> found.add(port + " has no node port"));
        return found;
    }
}
