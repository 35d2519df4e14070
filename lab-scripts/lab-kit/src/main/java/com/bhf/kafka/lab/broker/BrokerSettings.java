package com.bhf.kafka.lab.broker;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What one node needs to know, and the broker properties made of it. The cluster has as many nodes as there are
 * controller ports; node {@code n} uses the {@code n}-th of them.
 */
record BrokerSettings(
        int nodeId,
        List<Integer> controllerPorts,
        int directPort,
        int faultyPort,
        HostPort faultyAdvertised,
        Path data,
        Map<String, String> overrides) {

    private static final String LOOPBACK = "127.0.0.1";

    BrokerSettings {
        controllerPorts = List.copyOf(controllerPorts);
        overrides = Map.copyOf(overrides);
        requirePort(directPort, "--port");
        requirePort(faultyPort, "--faulty-port");
        controllerPorts.forEach(port -> requirePort(port, "--controller-ports"));
        if (nodeId < 1 || nodeId > controllerPorts.size()) {
            throw new IllegalArgumentException("--node-id " + nodeId + " is not between 1 and " + controllerPorts.size()
                    + ", the number of --controller-ports");
        }
    }

    private static void requirePort(int port, String option) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(option + " " + port + " is not between 1 and 65535");
        }
    }

    BrokerPorts ports() {
        return new BrokerPorts(directPort, faultyPort, controllerPorts.get(nodeId - 1));
    }

    Path logFolder() {
        return data.resolve("log");
    }

    Properties toProperties() {
        Properties properties = new Properties();
        properties.putAll(network());
        properties.putAll(replication());
        properties.putAll(promptness());
        properties.putAll(session());
        properties.putAll(smallFootprint());
        properties.putAll(overrides);
        return properties;
    }

    private Map<String, String> network() {
        return Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", String.valueOf(nodeId)),
                Map.entry("log.dirs", logFolder().toString()),
                Map.entry("controller.quorum.voters", voters()),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("inter.broker.listener.name", "DIRECT"),
                Map.entry("listener.security.protocol.map", "DIRECT:PLAINTEXT,FAULTY:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("listeners", listeners()),
                Map.entry(
                        "advertised.listeners", "DIRECT://localhost:" + directPort + ",FAULTY://" + faultyAdvertised));
    }

    private String listeners() {
        return "DIRECT://%s:%d,FAULTY://%s:%d,CONTROLLER://%s:%d"
                .formatted(LOOPBACK, directPort, LOOPBACK, faultyPort, LOOPBACK, ports().controller());
    }

    private String voters() {
        return IntStream.rangeClosed(1, controllerPorts.size())
                .mapToObj(id -> id + "@" + LOOPBACK + ":" + controllerPorts.get(id - 1))
                .collect(Collectors.joining(","));
    }

    private Map<String, String> replication() {
        String copies = String.valueOf(Math.min(3, controllerPorts.size()));
        String inSync = controllerPorts.size() > 1 ? "2" : "1";
        return Map.of(
                "auto.create.topics.enable", "false",
                "default.replication.factor", copies,
                "min.insync.replicas", inSync,
                "offsets.topic.replication.factor", copies,
                "transaction.state.log.replication.factor", copies,
                "transaction.state.log.min.isr", inSync,
                "share.coordinator.state.topic.replication.factor", copies,
                "share.coordinator.state.topic.min.isr", inSync);
    }

    /** A lab shows in seconds what a cluster does in minutes. */
    private static Map<String, String> promptness() {
        return Map.of(
                "log.cleaner.backoff.ms", "1000",
                "log.segment.delete.delay.ms", "1000",
                "group.initial.rebalance.delay.ms", "0");
    }

    /**
     * After {@code kill -9} a broker cannot register again before the session of its former self has run out. One node
     * alone may be quick, since nobody takes over from it; of three, a busy one must not be taken for dead.
     */
    private Map<String, String> session() {
        boolean alone = controllerPorts.size() == 1;
        return Map.of(
                "broker.session.timeout.ms", alone ? "2000" : "4000",
                "broker.heartbeat.interval.ms", alone ? "500" : "1000");
    }

    /** Three nodes and their tests share a machine with two cores. */
    private static Map<String, String> smallFootprint() {
        return Map.of(
                "num.network.threads", "2",
                "num.io.threads", "4",
                "background.threads", "2",
                "log.cleaner.dedupe.buffer.size", "8388608",
                "offsets.topic.num.partitions", "5",
                "transaction.state.log.num.partitions", "5",
                "share.coordinator.state.topic.num.partitions", "5");
    }
}
