package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * A client that comes through Toxiproxy stays behind it: each broker advertises a port of Toxiproxy that leads to that
 * very broker, and to the listener that advertises so.
 */
public final class ProxiedKafka implements Rule {
    private static final String HOST = "toxiproxy.kafka.svc";

    @Override
    public List<String> violations(Manifests manifests) {
        Manifest kafka = manifests.find("Kafka", "bhf-kafka").orElseThrow();
        Manifest pool = manifests.find("KafkaNodePool", "dual-role").orElseThrow();
        JsonNode listener = kafka.list("/spec/kafka/listeners").stream()
                .filter(each -> each.at("/name").asText().equals("proxied"))
                .findFirst()
                .orElseThrow();
        List<String> found = new ArrayList<>();
        for (int broker = 0; broker < pool.at("/spec/replicas").asInt(); broker++) {
            check(manifests, listener, broker, found);
        }
        if (!leadsTo(
                manifests,
                29093,
                "bhf-kafka-kafka-bootstrap:" + listener.at("/port").asInt())) {
            found.add("the proxy at 29093 does not lead to the bootstrap service");
        }
        return found;
    }

    private static void check(Manifests manifests, JsonNode listener, int broker, List<String> found) {
        JsonNode advertised = Manifest.elements(listener.at("/configuration/brokers")).stream()
                .filter(each -> each.at("/broker").asInt() == broker)
                .findFirst()
                .orElse(listener.at("/none"));
        int port = advertised.at("/advertisedPort").asInt();
        String upstream = "bhf-kafka-dual-role-%d.bhf-kafka-kafka-brokers:%d"
                .formatted(broker, listener.at("/port").asInt());
        if (!advertised.at("/advertisedHost").asText().equals(HOST)) {
            found.add("broker " + broker + " does not advertise " + HOST);
        }
        if (!leadsTo(manifests, port, upstream)) {
            found.add("broker " + broker + " advertises " + port + ", which does not lead to " + upstream);
        }
    }

    private static boolean leadsTo(Manifests manifests, int port, String upstream) {
        boolean isServed = manifests.find("Service", "toxiproxy").orElseThrow().list("/spec/ports").stream()
                .anyMatch(each -> each.at("/port").asInt() == port);
        return isServed
                && proxies(manifests).stream()
                        .anyMatch(proxy -> proxy.at("/listen").asText().equals("0.0.0.0:" + port)
                                && proxy.at("/upstream").asText().equals(upstream));
    }

    private static List<JsonNode> proxies(Manifests manifests) {
        String json = manifests.find("ConfigMap", "toxiproxy").orElseThrow().text("/data/toxiproxy.json");
        try {
            return Manifest.elements(new ObjectMapper().readTree(json));
        } catch (JsonProcessingException e) {
            throw new AssertionError(json, e);
        }
    }
}
