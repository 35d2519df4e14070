package com.bhf.kafka.lab.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The nodes of one test cluster with their data folder. Thread-safe: one lifecycle change at a time. */
final class NodeGroup implements AutoCloseable {

    private static final Duration START_BOUND = Duration.ofSeconds(60);
    private static final int PORT_TRIES = 5;

    private final Path root;
    private final List<BrokerNode> nodes;
    private final Thread closeAtExit = new Thread(this::killAndDelete, "lab-broker-cleanup");
    private final Object deletion = new Object();
    private boolean closed;

    private NodeGroup(Path root, List<BrokerNode> nodes) {
        this.root = root;
        this.nodes = nodes;
    }

    /** Starts the nodes on ports that are free, and once more on others when somebody took one in between. */
    static NodeGroup launch(
            int size,
            @Nullable Integer faultyAdvertisedPort,
            Map<String, String> overrides,
            Supplier<BrokerPorts> portChoice) {
        for (int attempt = 1; ; attempt++) {
            NodeGroup group = create(size, faultyAdvertisedPort, overrides, portChoice);
            try {
                group.start(group.nodes);
                return group;
            } catch (PortTakenException e) {
                group.close();
                if (attempt == PORT_TRIES) {
                    throw new LabBrokerException("no free ports in " + PORT_TRIES + " tries", e);
                }
            } catch (RuntimeException e) {
                group.close();
                throw e;
            }
        }
    }

    private static NodeGroup create(
            int size,
            @Nullable Integer faultyAdvertisedPort,
            Map<String, String> overrides,
            Supplier<BrokerPorts> portChoice) {
        Path root = newFolder();
        List<BrokerPorts> ports = Stream.generate(portChoice).limit(size).toList();
        List<Integer> controllers = ports.stream().map(BrokerPorts::controller).toList();
        List<BrokerNode> nodes = IntStream.rangeClosed(1, size)
                .mapToObj(id -> {
                    BrokerPorts own = ports.get(id - 1);
                    int advertised = faultyAdvertisedPort == null ? own.faulty() : faultyAdvertisedPort;
                    return new BrokerNode(new BrokerSettings(
                            id,
                            controllers,
                            own.direct(),
                            own.faulty(),
                            new HostPort("localhost", advertised),
                            root.resolve("node-" + id),
                            overrides));
                })
                .toList();
        NodeGroup group = new NodeGroup(root, nodes);
        Runtime.getRuntime().addShutdownHook(group.closeAtExit);
        return group;
    }

    private static Path newFolder() {
        try {
            return Files.createTempDirectory("lab-broker-");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder", e);
        }
    }

    private synchronized void start(Collection<BrokerNode> starting) throws PortTakenException {
        requireOpen();
        starting.forEach(BrokerNode::start);
        Deadline deadline = Deadline.in(START_BOUND);
        List<Integer> ids = starting.stream().map(BrokerNode::id).toList();
        for (BrokerNode node : starting) {
            node.awaitListening(deadline);
            // Asked of the node itself: the others may still count its killed predecessor as alive.
            ClusterClient itself = new ClusterClient(addressOf(node.ports().direct()));
            while (!itself.aliveNodes().containsAll(ids)) {
                node.requireStarting(deadline);
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("closed already");
        }
    }

    /** Starts a node again on its ports and data, and waits until it serves. */
    void start(int id) {
        try {
            start(List.of(node(id)));
        } catch (PortTakenException e) {
            throw new LabBrokerException("somebody took a port of the node while it was down", e);
        }
    }

    synchronized void change(int id, Consumer<BrokerNode> change) {
        requireOpen();
        change.accept(node(id));
    }

    synchronized long pid(int id) {
        return node(id).pid();
    }

    BrokerPorts ports(int id) {
        return node(id).ports();
    }

    List<Integer> ids() {
        return nodes.stream().map(BrokerNode::id).toList();
    }

    private BrokerNode node(int id) {
        if (id < 1 || id > nodes.size()) {
            throw new IllegalArgumentException("no node " + id + ", only 1 to " + nodes.size());
        }
        return nodes.get(id - 1);
    }

    String bootstrapServers() {
        return addresses(node -> node.ports().direct());
    }

    String faultyBootstrapServers() {
        return addresses(node -> node.faultyAdvertised().port());
    }

    private String addresses(ToIntFunction<BrokerNode> port) {
        return nodes.stream()
                .map(node -> addressOf(port.applyAsInt(node)))
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String addressOf(int port) {
        return "localhost:" + port;
    }

    ClusterClient client() {
        return new ClusterClient(bootstrapServers());
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            killAndDelete();
            forgetShutdownHook();
        }
    }

    private void forgetShutdownHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(closeAtExit);
        } catch (IllegalStateException e) {
            // The JVM is ending: the hook runs or has run, and finds nothing left to do.
        }
    }

    /** At Ctrl-C the hook and {@link #close} may both come here: the second waits, and finds nothing left to do. */
    private void killAndDelete() {
        synchronized (deletion) {
            killAll();
            deleteAll();
        }
    }

    private void killAll() {
        nodes.stream().filter(BrokerNode::isAlive).forEach(BrokerNode::kill);
    }

    private void deleteAll() {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + root, e);
        }
    }
}
