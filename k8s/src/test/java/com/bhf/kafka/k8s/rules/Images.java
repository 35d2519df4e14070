package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Every image has a tag with a version in it, or a digest; and Strimzi's Kafka has a version. */
public final class Images implements Rule {
    private static final Pattern PINNED =
            Pattern.compile("[^:@]+(:\\d+/[^:@]+)?(:v?\\d+\\.\\d+[\\w.-]*|@sha256:[0-9a-f]{64})");

    @Override
    public List<String> violations(Manifests manifests) {
        Stream<String> images = manifests.containers().stream()
                .filter(container ->
                        !PINNED.matcher(container.json().at("/image").asText()).matches())
                .map(container -> container.id() + ": " + container.json().at("/image") + " is not pinned");
        Stream<String> kafka = manifests.kind("Kafka").stream()
                .filter(k -> k.at("/spec/kafka/version").isMissingNode())
                .map(k -> k.id() + " has no version");
        return Stream.concat(images, kafka).toList();
    }
}
