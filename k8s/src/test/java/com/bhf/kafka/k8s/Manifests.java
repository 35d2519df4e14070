package com.bhf.kafka.k8s;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The resources of one overlay. */
public record Manifests(List<Manifest> all) {
    private static final YAMLMapper YAML = new YAMLMapper(YAMLFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    static Manifests parse(String yaml) {
        try (MappingIterator<JsonNode> documents =
                YAML.readerFor(JsonNode.class).readValues(yaml)) {
            return new Manifests(documents.readAll().stream()
                    .filter(JsonNode::isObject)
                    .map(Manifest::new)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<Manifest> kind(String... kinds) {
        Set<String> wanted = Set.of(kinds);
        return all.stream().filter(manifest -> wanted.contains(manifest.kind())).toList();
    }

    public Optional<Manifest> find(String kind, String name) {
        return kind(kind).stream()
                .filter(manifest -> manifest.name().equals(name))
                .findFirst();
    }

    /** Those with a pod template. */
    public List<Manifest> workloads() {
        return all.stream().filter(Manifest::hasPods).toList();
    }

    /** Every container of every pod template. */
    public List<Container> containers() {
        return workloads().stream()
                .flatMap(owner -> Stream.of("containers", "initContainers")
                        .flatMap(field -> owner.list("/spec/template/spec/" + field).stream())
                        .map(json -> new Container(owner, json)))
                .toList();
    }

    /** A container and the resource that it stands in. */
    public record Container(Manifest owner, JsonNode json) {
        public String id() {
            return owner.id() + " container " + json.at("/name").asText();
        }
    }
}
