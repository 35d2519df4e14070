package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import java.util.List;
import java.util.stream.Stream;

/** Where there are Routes, which is OpenShift, no user or group id is fixed. */
public final class ArbitraryUser implements Rule {
    private static final List<String> CONTEXTS =
            List.of("/spec/template/spec/securityContext", "/spec/template/pod/securityContext");

    @Override
    public List<String> violations(Manifests manifests) {
        if (manifests.kind("Route").isEmpty()) {
            return List.of();
        }
        return manifests.all().stream().flatMap(ArbitraryUser::fixed).toList();
    }

    private static Stream<String> fixed(Manifest manifest) {
        return CONTEXTS.stream()
                .flatMap(context ->
                        Stream.of("runAsUser", "runAsGroup", "fsGroup").map(field -> context + "/" + field))
                .filter(field -> !manifest.at(field).isMissingNode())
                .map(field -> manifest.id() + " fixes " + field);
    }
}
