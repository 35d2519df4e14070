package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.broker.RealCluster;
import com.bhf.kafka.lab.history.LogRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** The broker or the brokers under test. */
interface Kafka extends AutoCloseable {

    /** What the service is told. */
    String bootstrapServers();

    void createTopic(String name, int partitions);

    /** SIGKILL to the broker that leads this partition; returns what was killed. */
    String killLeader(String topic, int partition);

    /** Starts again what was killed. Blocks until it serves. */
    void restart();

    List<ConsumerRecord<byte[], byte[]>> readAll(String topic);

    /** The records of all topics of the test, read past the proxy. */
    default List<LogRecord> readLog() {
        return SendPlanner.TOPICS.keySet().stream()
                .flatMap(topic -> readAll(topic).stream().map(LogRecord::of))
                .toList();
    }

    @Override
    void close();

    /** @param proxyPort where the service is to connect to; null: to the broker itself */
    static Kafka oneBroker(@Nullable Integer proxyPort) {
        RealBroker.Builder builder = RealBroker.builder();
        RealBroker broker = (proxyPort == null ? builder : builder.faultyAdvertisedPort(proxyPort)).launch();
        return new OneBroker(broker);
    }

    static Kafka threeBrokers() {
        return new ThreeBrokers(RealCluster.launch());
    }
}
