package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Manifests.Container;
import com.bhf.kafka.k8s.Rule;
import java.util.List;

/** Before SIGKILL there is time for the pause before SIGTERM, for the open sends, and 5 s for the JVM. */
public final class GracePeriod implements Rule {
    private static final int JVM = 5;

    @Override
    public List<String> violations(Manifests manifests) {
        return manifests.containers().stream()
                .filter(container -> stopTimeout(container) > 0)
                .filter(container -> grace(container) < needed(container))
                .map(container -> container.id() + " has " + grace(container) + " s, and needs " + needed(container))
                .toList();
    }

    private static int grace(Container container) {
        return container
                .owner()
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt(30);
    }

    private static int needed(Container container) {
        return container.json().at("/lifecycle/preStop/sleep/seconds").asInt() + stopTimeout(container) + JVM;
    }

    private static int stopTimeout(Container container) {
        return Manifest.elements(container.json().at("/env")).stream()
                        .filter(variable -> variable.at("/name").asText().equals("STOP_TIMEOUT_MS"))
                        .mapToInt(variable -> variable.at("/value").asInt())
                        .sum()
                / 1000;
    }
}
