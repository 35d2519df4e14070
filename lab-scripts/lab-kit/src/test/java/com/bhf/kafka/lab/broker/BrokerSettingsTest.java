package com.bhf.kafka.lab.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerSettingsTest {

    @Test
    void shouldKeepThreeCopiesWhenThereAreThreeNodes() {
        var properties = settings(2, List.of(1001, 1002, 1003), Map.of()).toProperties();

        assertThat(properties)
                .containsEntry("controller.quorum.voters", "1@127.0.0.1:1001,2@127.0.0.1:1002,3@127.0.0.1:1003")
                .containsEntry("default.replication.factor", "3")
                .containsEntry("offsets.topic.replication.factor", "3")
                .containsEntry("min.insync.replicas", "2");
        assertThat(properties.getProperty("listeners")).endsWith("CONTROLLER://127.0.0.1:1002");
    }

    @Test
    void shouldKeepOneCopyWhenThereIsOneNode() {
        var properties = settings(1, List.of(1001), Map.of()).toProperties();

        assertThat(properties)
                .containsEntry("default.replication.factor", "1")
                .containsEntry("min.insync.replicas", "1")
                .containsEntry("auto.create.topics.enable", "false");
    }

    @Test
    void shouldBindLoopbackAndAdvertiseProxyWhenProxyIsNamed() {
        var properties = settings(1, List.of(1001), Map.of()).toProperties();

        assertThat(properties)
                .containsEntry("listeners", "DIRECT://127.0.0.1:1,FAULTY://127.0.0.1:2,CONTROLLER://127.0.0.1:1001")
                .containsEntry("advertised.listeners", "DIRECT://localhost:1,FAULTY://proxy:3");
    }

    @Test
    void shouldLetOverrideWinWhenSettingIsTheLabsOwn() {
        var properties =
                settings(1, List.of(1001), Map.of("num.io.threads", "9")).toProperties();

        assertThat(properties).containsEntry("num.io.threads", "9");
    }

    private static BrokerSettings settings(int node, List<Integer> controllers, Map<String, String> overrides) {
        return new BrokerSettings(node, controllers, 1, 2, new HostPort("proxy", 3), Path.of("data"), overrides);
    }
}
