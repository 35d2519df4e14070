package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import com.bhf.kafka.k8s.Selector;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** Every selector fits: a workload's its own pods, a Service's and a budget's some pods, a monitor's some Service. */
public final class Selectors implements Rule {
    @Override
    public List<String> violations(Manifests manifests) {
        List<JsonNode> pods = manifests.workloads().stream()
                .map(workload -> workload.at("/spec/template/metadata/labels"))
                .toList();
        Stream<Manifest> own = manifests.kind("Deployment", "StatefulSet").stream()
                .filter(w -> !Selector.fits(w.at("/spec/selector"), w.at("/spec/template/metadata/labels")));
        Stream<Manifest> services = manifests.kind("Service").stream()
                .filter(service ->
                        pods.stream().noneMatch(labels -> Selector.containsAll(service.at("/spec/selector"), labels)));
        Stream<Manifest> budgets = manifests.kind("PodDisruptionBudget").stream()
                .filter(budget ->
                        pods.stream().noneMatch(labels -> Selector.fits(budget.at("/spec/selector"), labels)));
        Stream<Manifest> monitors = manifests.kind("ServiceMonitor").stream()
                .filter(monitor -> manifests.kind("Service").stream()
                        .noneMatch(s -> Selector.fits(monitor.at("/spec/selector"), s.at("/metadata/labels"))));
        Stream<Manifest> spread = manifests.workloads().stream()
                .filter(workload -> workload.list("/spec/template/spec/topologySpreadConstraints").stream()
                        .anyMatch(constraint -> !Selector.fits(
                                constraint.at("/labelSelector"), workload.at("/spec/template/metadata/labels"))));
        return Stream.of(own, services, budgets, monitors, spread)
                .flatMap(all -> all)
                .map(manifest -> manifest.id() + ": a selector fits nothing")
                .toList();
    }
}
