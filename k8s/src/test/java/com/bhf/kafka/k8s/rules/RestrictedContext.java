package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Rule;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The pod security standard "restricted", a root file system that nobody writes to, and no token of the API server. */
public final class RestrictedContext implements Rule {
    private static final String POD = "/spec/template/spec";
    private static final Map<String, JsonNode> OF_POD = Map.of(
            "/securityContext/runAsNonRoot", BooleanNode.TRUE,
            "/securityContext/seccompProfile/type", TextNode.valueOf("RuntimeDefault"),
            "/automountServiceAccountToken", BooleanNode.FALSE);
    private static final Map<String, JsonNode> OF_CONTAINER = Map.of(
            "/securityContext/allowPrivilegeEscalation", BooleanNode.FALSE,
            "/securityContext/readOnlyRootFilesystem", BooleanNode.TRUE,
            "/securityContext/capabilities/drop/0", TextNode.valueOf("ALL"));
    private static final List<String> FORBIDDEN =
            List.of("/securityContext/privileged", "/securityContext/runAsUser", "/securityContext/capabilities/add");

    @Override
    public List<String> violations(Manifests manifests) {
        Stream<String> pods = manifests.workloads().stream().flatMap(RestrictedContext::ofPod);
        Stream<String> containers = manifests.containers().stream()
                .flatMap(container -> Stream.concat(
                        differing(container.id(), container.json(), OF_CONTAINER),
                        FORBIDDEN.stream()
                                .filter(field -> !container.json().at(field).isMissingNode())
                                .map(field -> container.id() + " has " + field)));
        return Stream.concat(pods, containers).toList();
    }

    private static Stream<String> ofPod(Manifest workload) {
        Stream<String> root = workload.at(POD + "/securityContext/runAsUser").asInt(1) == 0
                ? Stream.of(workload.id() + " runs as root")
                : Stream.empty();
        Stream<String> host = Stream.of("hostNetwork", "hostPID", "hostIPC")
                .filter(field -> workload.at(POD + "/" + field).asBoolean())
                .map(field -> workload.id() + " has " + field);
        Stream<String> hostPath = workload.list(POD + "/volumes").stream()
                .filter(volume -> volume.has("hostPath"))
                .map(volume -> workload.id() + " has a hostPath");
        return Stream.of(differing(workload.id(), workload.at(POD), OF_POD), root, host, hostPath)
                .flatMap(all -> all);
    }

    private static Stream<String> differing(String id, JsonNode node, Map<String, JsonNode> wanted) {
        return wanted.entrySet().stream()
                .filter(entry -> !node.at(entry.getKey()).equals(entry.getValue()))
                .map(entry -> id + " has no " + entry.getKey() + " " + entry.getValue());
    }
}
