package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Manifests.Container;
import com.bhf.kafka.k8s.Rule;
import com.bhf.kafka.k8s.Selector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** The ports of Services are ports of their pods, those of Routes, probes and monitors are there too. */
public final class ServicePorts implements Rule {
    @Override
    public List<String> violations(Manifests manifests) {
        Stream<String> services = manifests.kind("Service").stream()
                .flatMap(service -> service.list("/spec/ports").stream()
                        .map(port -> port.at("/targetPort"))
                        .filter(port -> !pods(manifests, service).allMatch(pod -> hasPort(manifests, pod, port)))
                        .map(port -> service.id() + ": its pods have no port " + port));
        Stream<String> routes = manifests.kind("Route").stream()
                .filter(route -> manifests
                        .find("Service", route.text("/spec/to/name"))
                        .filter(service -> names(service).contains(route.text("/spec/port/targetPort")))
                        .isEmpty())
                .map(route -> route.id() + ": no such Service and port");
        Stream<String> monitors = manifests.kind("ServiceMonitor").stream()
                .flatMap(monitor -> monitor.list("/spec/endpoints").stream()
                        .filter(endpoint -> manifests.kind("Service").stream()
                                .filter(s -> Selector.fits(monitor.at("/spec/selector"), s.at("/metadata/labels")))
                                .noneMatch(s ->
                                        names(s).contains(endpoint.at("/port").asText())))
                        .map(endpoint -> monitor.id() + ": no Service has a port " + endpoint.at("/port")));
        Stream<String> probes = manifests.containers().stream()
                .flatMap(container -> Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .map(probe -> container.json().at("/" + probe + "/httpGet/port"))
                        .filter(port -> !port.isMissingNode() && !isPortOf(container.json(), port))
                        .map(port -> container.id() + ": its probe's port " + port + " is not there"));
        return Stream.of(services, routes, monitors, probes).flatMap(all -> all).toList();
    }

    private static List<String> names(Manifest service) {
        return service.list("/spec/ports").stream()
                .map(port -> port.at("/name").asText())
                .toList();
    }

    private static Stream<Manifest> pods(Manifests manifests, Manifest service) {
        return manifests.workloads().stream()
                .filter(workload -> Selector.containsAll(
                        service.at("/spec/selector"), workload.at("/spec/template/metadata/labels")));
    }

    static boolean hasPort(Manifests manifests, Manifest pod, JsonNode port) {
        return manifests.containers().stream()
                .filter(container -> container.owner().equals(pod))
                .map(Container::json)
                .anyMatch(container -> isPortOf(container, port));
    }

    private static boolean isPortOf(JsonNode container, JsonNode port) {
        return Manifest.elements(container.at("/ports")).stream()
                .anyMatch(own ->
                        own.at("/name").equals(port) || own.at("/containerPort").equals(port));
    }
}
