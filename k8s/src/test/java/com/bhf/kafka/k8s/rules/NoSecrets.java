package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** No manifest has a secret in it: no Secret, and what is named like one comes by reference. */
public final class NoSecrets implements Rule {
    private static final Pattern SECRET = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|JAAS).*");

    @Override
    public List<String> violations(Manifests manifests) {
        Stream<String> secrets =
                manifests.kind("Secret").stream().map(Manifest::id).map(id -> id + " does not belong here");
        Stream<String> variables = manifests.containers().stream()
                .flatMap(container -> Manifest.elements(container.json().at("/env")).stream()
                        .filter(variable ->
                                SECRET.matcher(variable.at("/name").asText()).matches())
                        .filter(variable ->
                                variable.at("/valueFrom/secretKeyRef").isMissingNode())
                        .map(variable -> container.id() + ": " + variable.at("/name") + " is no reference"));
        return Stream.concat(secrets, variables).toList();
    }
}
