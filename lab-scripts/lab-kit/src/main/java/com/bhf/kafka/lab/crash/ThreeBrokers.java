package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.RealCluster;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A cluster in which another node takes over. Not thread-safe. */
final class ThreeBrokers implements Kafka {

    private static final int NONE = -1;

    private final RealCluster cluster;
    private int killed = NONE;

    ThreeBrokers(RealCluster cluster) {
        this.cluster = cluster;
    }

    @Override
    public String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    @Override
    public void createTopic(String name, int partitions) {
        cluster.createTopic(name, partitions);
    }

    @Override
    public String killLeader(String topic, int partition) {
        int leader = cluster.leaderOf(topic, partition);
        if (leader == NONE) {
            throw new CrashTestException(topic + "-" + partition + " has no leader to kill");
        }
        cluster.killDashNine(leader);
        killed = leader;
        return "broker " + leader + ", leader of " + topic + "-" + partition;
    }

    @Override
    public void restart() {
        if (killed != NONE) {
            cluster.start(killed);
            killed = NONE;
        }
    }

    @Override
    public List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        return cluster.readAll(topic);
    }

    @Override
    public void close() {
        cluster.close();
    }
}
