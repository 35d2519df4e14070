package com.bhf.kafka.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.orders.RunningOrders.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("process")
@ExtendWith(RealBrokerExtension.class)
class RebalanceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int EACH = 30;

    private final RealBroker broker;

    RebalanceTest(RealBroker broker) {
        this.broker = broker;
    }

    @ParameterizedTest
    @ValueSource(strings = {"classic", "consumer"})
    void shouldApplyEveryOrderOnceWhenAConsumerJoinsAndLeavesUnderLoad(String protocol) {
        Map<String, String> service = RunningOrders.newService(broker);
        service.put("ORDERS_GROUP_PROTOCOL", protocol);
        // With the default of 5, one in 3,000 orders fails each time, and is given up.
        service.put("ORDERS_RETRY_MAX_ATTEMPTS", "30");
        try (RunningOrders first = RunningOrders.start(service, "a", Map.of())) {
            first.post("/api/v1/config/simulate-transient-error?enabled=true&percent=20");
            Eventually.isTrue(PATIENCE, () -> partitions(first) == 9);
            post(first, "before");
            try (RunningOrders second = RunningOrders.start(service, "b", Map.of("ORDERS_HTTP_PRODUCER", "false"))) {
                post(first, "joining");
                Eventually.get(PATIENCE, () -> List.of(assignment(first), assignment(second)), RebalanceTest::isShared);
                post(first, "both");
            }
            post(first, "left");
            Eventually.isTrue(PATIENCE, () -> partitions(first) == 9);
            Eventually.isTrue(
                    PATIENCE,
                    () -> first.get("/api/v1/stats").text().contains("\"effects\":{\"orders\":" + 4 * EACH + ","));
            assertThat(first.get("/api/v1/stats").text())
                    .contains("\"effects\":{\"orders\":" + 4 * EACH + ",\"amount\":" + 4 * EACH + "}");
            assertThat(first.get("/api/v1/partitions").number("rebalances")).isGreaterThanOrEqualTo(2);
            assertThat(first.get("/api/v1/partitions").json().get("protocol")).isEqualTo(protocol);
        }
    }

    /** Of two instances: all nine partitions, and about as many for each. */
    private static boolean isShared(List<Answer> both) {
        return count(both.get(1)) >= 4 && count(both.get(0)) + count(both.get(1)) == 9;
    }

    private static int partitions(RunningOrders orders) {
        return count(assignment(orders));
    }

    private static Answer assignment(RunningOrders orders) {
        return orders.get("/api/v1/partitions");
    }

    private static int count(Answer assignment) {
        return ((List<?>) assignment.json().get("partitions")).size();
    }

    private static void post(RunningOrders orders, String prefix) {
        for (int i = 0; i < EACH; i++) {
            assertThat(orders.postOrder(prefix + "-" + i, "1").code()).isEqualTo(200);
        }
    }
}
