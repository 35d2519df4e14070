package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import java.util.List;
import java.util.stream.Stream;

/** An autoscaler has a target, which leaves the number of replicas to it; two or more where it is shared. */
public final class Scaling implements Rule {
    @Override
    public List<String> violations(Manifests manifests) {
        return manifests.kind("HorizontalPodAutoscaler").stream()
                .flatMap(scaler -> check(manifests, scaler))
                .toList();
    }

    private static Stream<String> check(Manifests manifests, Manifest scaler) {
        String kind = scaler.text("/spec/scaleTargetRef/kind");
        String name = scaler.text("/spec/scaleTargetRef/name");
        return manifests
                .find(kind, name)
                .map(target -> Stream.of(
                                target.at("/spec/replicas").isMissingNode()
                                        ? ""
                                        : " fixes replicas beside " + scaler.id(),
                                scaler.at("/spec/minReplicas").asInt() >= 2 ? "" : " may have one replica only")
                        .filter(problem -> !problem.isEmpty())
                        .map(problem -> target.id() + problem))
                .orElseGet(() -> Stream.of(scaler.id() + ": there is no " + kind + "/" + name));
    }
}
