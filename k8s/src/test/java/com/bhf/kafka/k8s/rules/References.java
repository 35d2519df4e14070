package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Repository;
import com.bhf.kafka.k8s.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;

/** What a pod refers to is there, or is made: a Secret by the user operator or by 03-deploy.sh. */
public final class References implements Rule {
    @Override
    public List<String> violations(Manifests manifests) {
        return manifests.workloads().stream()
                .flatMap(workload -> Stream.of(
                                secrets(manifests, workload), volumes(manifests, workload), mounts(manifests, workload))
                        .flatMap(all -> all))
                .toList();
    }

    private static Stream<String> secrets(Manifests manifests, Manifest workload) {
        return workload.at("/spec/template/spec").findValues("secretKeyRef").stream()
                .map(reference -> reference.at("/name").asText())
                .distinct()
                .filter(name -> manifests.find("KafkaUser", name).isEmpty() && !madeByScript(name))
                .map(name -> workload.id() + ": nobody makes the Secret " + name);
    }

    private static boolean madeByScript(String secret) {
        return Repository.read("lab-scripts/k8s/03-deploy.sh")
                .lines()
                .anyMatch(line -> line.equals("SECRET=" + secret));
    }

    private static Stream<String> volumes(Manifests manifests, Manifest workload) {
        return workload.list("/spec/template/spec/volumes").stream()
                .filter(volume -> isMissing(manifests, "ConfigMap", volume.at("/configMap/name"))
                        || isMissing(manifests, "PersistentVolumeClaim", volume.at("/persistentVolumeClaim/claimName")))
                .map(volume -> workload.id() + ": nothing is behind the volume " + volume);
    }

    private static boolean isMissing(Manifests manifests, String kind, JsonNode name) {
        return !name.isMissingNode() && manifests.find(kind, name.asText()).isEmpty();
    }

    private static Stream<String> mounts(Manifests manifests, Manifest workload) {
        List<JsonNode> volumes = Stream.concat(
                        workload.list("/spec/template/spec/volumes").stream().map(volume -> volume.at("/name")),
                        workload.list("/spec/volumeClaimTemplates").stream().map(claim -> claim.at("/metadata/name")))
                .toList();
        return manifests.containers().stream()
                .filter(container -> container.owner().equals(workload))
                .flatMap(container -> Manifest.elements(container.json().at("/volumeMounts")).stream())
                .map(mount -> mount.at("/name"))
                .filter(name -> !volumes.contains(name))
                .map(name -> workload.id() + ": there is no volume " + name);
    }
}
