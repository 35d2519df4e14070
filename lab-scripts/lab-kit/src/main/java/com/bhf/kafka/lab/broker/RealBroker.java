package com.bhf.kafka.lab.broker;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker for a test: a child JVM on free loopback ports with a data folder of its own. It dies with this
 * JVM, however that ends.
 *
 * <p>This class is threadsafe. Methods that change the broker's life block each other; the others do not block them.
 * All throw {@link LabBrokerException} when the broker does not do its part within the stated bound, and
 * {@link IllegalStateException} when called in the wrong state.
 */
public final class RealBroker implements AutoCloseable {

    private static final int NODE = 1;

    private final NodeGroup group;

    private RealBroker(NodeGroup group) {
        this.group = group;
    }

    /** Starts a broker with the lab's settings. Blocks until it serves, about two seconds, at most 60. */
    public static RealBroker launch() {
        return builder().launch();
    }

    public static Builder builder() {
        return new Builder();
    }

    /** The DIRECT listener: no fault proxy in between. Stays the same for the life of this object. */
    public String bootstrapServers() {
        return group.bootstrapServers();
    }

    /** What the FAULTY listener tells its clients: the fault proxy's address when there is one, else its own. */
    public String faultyBootstrapServers() {
        return group.faultyBootstrapServers();
    }

    /** The port that the FAULTY listener binds: where a fault proxy must forward to. */
    public int faultyPort() {
        return group.ports(NODE).faulty();
    }

    /** Creates a topic with the settings of the broker. Blocks until each partition has a leader, at most 30 s. */
    public void createTopic(String name, int partitions) {
        createTopic(name, partitions, Map.of());
    }

    /** Like {@link #createTopic(String, int)}, with settings of the topic's own, such as {@code cleanup.policy}. */
    public void createTopic(String name, int partitions, Map<String, String> config) {
        group.client().createTopic(new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config));
    }

    /**
     * All records of all partitions up to the end offsets at the time of the call, ordered by partition and offset;
     * records of open and of aborted transactions too. Blocks while it reads, at most 30 s.
     */
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        return group.client().readAll(topic);
    }

    /** The process id of the broker, of its latest start. */
    public long pid() {
        return group.pid(NODE);
    }

    /** Sends SIGKILL. Blocks until the process is gone. Data and ports stay for {@link #start()}. */
    public void killDashNine() {
        group.change(NODE, BrokerNode::kill);
    }

    /** Sends SIGTERM. Blocks until the process is gone, usually under a second; SIGKILL after 20 s. */
    public void stop() {
        group.change(NODE, BrokerNode::terminate);
    }

    /**
     * Starts a killed or stopped broker again, same ports, same data. Blocks until it serves: about two seconds after
     * a stop, four after a kill, at most 60.
     */
    public void start() {
        group.start(NODE);
    }

    /** Sends SIGSTOP: connections stay open, nobody answers. */
    public void pause() {
        group.change(NODE, node -> node.signal("STOP"));
    }

    /** Sends SIGCONT, after {@link #pause()}. */
    public void resume() {
        group.change(NODE, node -> node.signal("CONT"));
    }

    /** Kills the broker and deletes its data. Blocks until the process is gone. The second call does nothing. */
    @Override
    public void close() {
        group.close();
    }

    /** This class is <em>not</em> threadsafe. */
    public static final class Builder {

        private final Map<String, String> settings = new LinkedHashMap<>();
        private @Nullable Integer faultyAdvertisedPort;

        private Builder() {}

        /**
         * The loopback port that the FAULTY listener tells its clients, that is the fault proxy's. Defaults to the
         * port that the listener binds.
         */
        public Builder faultyAdvertisedPort(int port) {
            faultyAdvertisedPort = port;
            return this;
        }

        /** Any broker setting, such as {@code message.max.bytes}; wins over the lab's own. */
        public Builder setting(String name, String value) {
            settings.put(name, value);
            return this;
        }

        /** Starts the broker. Blocks until it serves, about two seconds, at most 60. */
        public RealBroker launch() {
            return new RealBroker(NodeGroup.launch(1, faultyAdvertisedPort, settings, FreePorts::forOneNode));
        }
    }
}
