package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import java.util.List;
import java.util.stream.Stream;

/** Every container has the three probes; those of a Job end by themselves and have none. */
public final class Probes implements Rule {
    @Override
    public List<String> violations(Manifests manifests) {
        return manifests.containers().stream()
                .filter(container -> !container.owner().kind().equals("Job"))
                .flatMap(container -> Stream.of("startupProbe", "livenessProbe", "readinessProbe")
                        .filter(probe -> container.json().at("/" + probe).isEmpty())
                        .map(probe -> container.id() + " has no " + probe))
                .toList();
    }
}
