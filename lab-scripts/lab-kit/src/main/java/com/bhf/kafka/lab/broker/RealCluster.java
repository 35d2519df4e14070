package com.bhf.kafka.lab.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Three real Kafka brokers for a test, each a child JVM. Topics have three copies and {@code min.insync.replicas} 2,
 * so that the cluster serves with one node down. The nodes have the ids 1, 2 and 3.
 *
 * <p>This class is threadsafe, and throws like {@link RealBroker}. A dead node is noticed after four seconds;
 * until then it counts as leader of its partitions.
 */
public final class RealCluster implements AutoCloseable {

    private static final int SIZE = 3;

    private final NodeGroup group;

    private RealCluster(NodeGroup group) {
        this.group = group;
    }

    /** Starts the nodes together. Blocks until each of them knows all three, about five seconds, at most 60. */
    public static RealCluster launch() {
        return launch(Map.of());
    }

    /** Like {@link #launch()}; {@code settings} go to each broker and win over the lab's own. */
    public static RealCluster launch(Map<String, String> settings) {
        return new RealCluster(NodeGroup.launch(SIZE, null, settings, FreePorts::forOneNode));
    }

    /** The DIRECT listeners of all nodes. */
    public String bootstrapServers() {
        return group.bootstrapServers();
    }

    /** The FAULTY listeners of all nodes. */
    public String faultyBootstrapServers() {
        return group.faultyBootstrapServers();
    }

    public List<Integer> nodeIds() {
        return group.ids();
    }

    /** Creates a topic with three copies. Blocks until each partition has a leader, at most 30 s. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** Like {@link #createTopic(String, int)}, with settings of the topic's own. */
    public void createTopic(String name, int partitions, Map<String, String> config) {
        group.client().createTopic(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config));
    }

    /** The node that leads the partition now; -1 when none does. Blocks at most 30 s. */
    public int leaderOf(String topic, int partition) {
        return group.client().leaderOf(topic, partition);
    }

    /** Like {@link RealBroker#readAll(String)}. */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        return group.client().readAll(topic);
    }

    /** The process id of a node, of its latest start. */
    public long pid(int nodeId) {
        return group.pid(nodeId);
    }

    /** Like {@link RealBroker#killDashNine()}, for one node. */
    public void killDashNine(int nodeId) {
        group.change(nodeId, BrokerNode::kill);
    }

    /** Like {@link RealBroker#stop()}, for one node. */
    public void stop(int nodeId) {
        group.change(nodeId, BrokerNode::terminate);
    }

    /** Starts a dead node again, same ports, same data. Blocks until it serves again, at most 60 s. */
    public void start(int nodeId) {
        group.start(nodeId);
    }

    /** Like {@link RealBroker#pause()}, for one node. */
    public void pause(int nodeId) {
        group.change(nodeId, node -> node.signal("STOP"));
    }

    /** Like {@link RealBroker#resume()}, for one node. */
    public void resume(int nodeId) {
        group.change(nodeId, node -> node.signal("CONT"));
    }

    /** Kills all nodes and deletes their data. The second call does nothing. */
    @Override
    public void close() {
        group.close();
    }
}
