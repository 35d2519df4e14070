package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.RealBroker;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** It leads everything. */
record OneBroker(RealBroker broker) implements Kafka {

    @Override
    public String bootstrapServers() {
        return broker.faultyBootstrapServers();
    }

    /** Where a fault proxy has to forward to. */
    int faultyPort() {
        return broker.faultyPort();
    }

    @Override
    public void createTopic(String name, int partitions) {
        broker.createTopic(name, partitions);
    }

    @Override
    public String killLeader(String topic, int partition) {
        broker.killDashNine();
        return "the broker";
    }

    @Override
    public void restart() {
        broker.start();
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        return broker.readAll(topic);
    }

    @Override
    public void close() {
        broker.close();
    }
}
