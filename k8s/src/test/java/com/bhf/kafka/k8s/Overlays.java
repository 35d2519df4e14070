package com.bhf.kafka.k8s;

import static org.junit.jupiter.api.Assumptions.abort;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The overlays, each rendered once. */
final class Overlays {
    static final List<String> ALL = List.of("single", "replicated", "openshift", "monitoring", "orders");

    private static final Map<String, Manifests> RENDERED = new ConcurrentHashMap<>();

    private Overlays() {}

    static Manifests overlay(String name) {
        return folder("overlays/" + name);
    }

    /** Skips the test where there is no kustomize: CI gets one by .ci/conformance-tools.sh. */
    static Manifests folder(String folder) {
        return RENDERED.computeIfAbsent(
                folder,
                missing -> Kustomize.find()
                        .map(kustomize -> Manifests.parse(kustomize.render(Repository.MANIFESTS.resolve(missing))))
                        .orElseGet(() -> abort("neither kubectl nor kustomize here: " + missing + " is not rendered")));
    }
}
