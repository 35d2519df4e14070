package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.broker.RealCluster;
import com.bhf.kafka.lab.history.LogRecord;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

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

    static Kafka launch(int brokers) {
        return brokers == 1 ? new OneBroker(RealBroker.launch()) : new ThreeBrokers(RealCluster.launch());
    }

    /** One broker that tells the service to connect to another port, that of a proxy. */
    static OneBroker behindProxy(int proxyPort) {
        return new OneBroker(
                RealBroker.builder().faultyAdvertisedPort(proxyPort).launch());
    }
}
