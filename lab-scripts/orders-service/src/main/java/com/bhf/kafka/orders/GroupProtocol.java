package com.bhf.kafka.orders;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;

/** How the members of the group agree on who reads what. Both move only the partitions that have to move. */
enum GroupProtocol {
    /** The members decide, one of them for all, with the cooperative-sticky assignor. */
    CLASSIC,
    /** The broker decides (KIP-848). It also says how long a session lasts and who gets what. */
    CONSUMER;

    private static final int HEARTBEATS_PER_SESSION = 3;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The classic settings are refused by Kafka's client when the protocol is {@code consumer}. */
    Map<String, Object> settings(Duration sessionTimeout) {
        if (this == CONSUMER) {
            return Map.of(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "consumer");
        }
        int session = (int) sessionTimeout.toMillis();
        return Map.of(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                "classic",
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName(),
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                session,
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                session / HEARTBEATS_PER_SESSION);
    }
}
