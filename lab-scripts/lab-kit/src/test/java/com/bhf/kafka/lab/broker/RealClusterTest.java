package com.bhf.kafka.lab.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("process")
@Timeout(120)
class RealClusterTest {

    private static final String TOPIC = "replicated";

    @Test
    void shouldKeepServingWhenLeaderIsKilledAndTakeItBackWhenStarted() throws Exception {
        try (RealCluster cluster = RealCluster.launch()) {
            cluster.createTopic(TOPIC, 1);
            try (Producer<String, String> producer = TestRecords.producer(cluster.bootstrapServers())) {
                TestRecords.send(producer, TOPIC, "three alive");
                int leader = cluster.leaderOf(TOPIC, 0);

                cluster.killDashNine(leader);
                TestRecords.send(producer, TOPIC, "two alive");
                assertThat(cluster.leaderOf(TOPIC, 0)).isNotEqualTo(leader).isPositive();
                cluster.start(leader);
                int second = cluster.leaderOf(TOPIC, 0);
                cluster.stop(second);
                TestRecords.send(producer, TOPIC, "two others alive");
            }

            assertThat(TestRecords.values(cluster.readAll(TOPIC)))
                    .containsExactly("three alive", "two alive", "two others alive");
            assertThat(cluster.nodeIds()).containsExactly(1, 2, 3);
            assertThatThrownBy(() -> cluster.pause(4)).hasMessageContaining("no node 4");
        }
    }
}
