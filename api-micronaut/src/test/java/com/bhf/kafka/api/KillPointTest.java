package com.bhf.kafka.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.api.KillPoints.Point;
import com.bhf.kafka.lab.broker.FreePorts;
import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.proxy.FaultProxyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGKILL at chosen points on the way of one send; after the restart there is what was promised, once. */
@Tag("process")
@ExtendWith(SharedBroker.class)
class KillPointTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int SIGKILL_STATUS = 128 + 9;

    private final RealBroker broker = SharedBroker.get();
    private Map<String, String> settings;
    private String topic;

    @BeforeEach
    void chooseStoreAndTopic() {
        settings = Map.of(
                "STATUS_STORE_URL", "jdbc:h2:file:" + TestSettings.newFolder().resolve("status"),
                // With a long linger the client still holds what it has just taken.
                "KAFKA_LINGER_MS", "2000",
                "REDELIVERY_SETTLE_MS", "1000");
        topic = SharedBroker.newTopic("kill-point");
    }

    @Test
    void shouldWriteNothingWhenKilledBeforeTheRow() {
        // Given
        boolean accepted = sendUntilDead(Point.BEFORE_THE_ROW);

        // When
        try (ApiProcess restarted = ApiProcess.start(broker.bootstrapServers(), settings)) {

            // Then
            assertThat(accepted).isFalse();
            assertThat(restarted.api().post(path("next")).status()).isEqualTo(200);
            assertThat(SharedBroker.read(topic))
                    .extracting(landed -> landed.header("event-id"))
                    .containsExactly("next");
        }
    }

    @ParameterizedTest
    @EnumSource(names = "BEFORE_THE_ROW", mode = EnumSource.Mode.EXCLUDE)
    void shouldWriteOneRecordAndTellItsPlaceWhenKilledAfterTheRow(Point point) {
        // Given
        boolean accepted = sendUntilDead(point);
        assertThat(SharedBroker.read(topic)).hasSize(point == Point.AFTER_THE_ACK ? 1 : 0);

        // When
        try (ApiProcess restarted = ApiProcess.start(broker.bootstrapServers(), settings)) {

            // Then
            assertOneRecordAtItsPlace(restarted);
            System.out.println("measured: killed " + point + ": 202 given " + accepted + ", one record");
        }
    }

    /** The ack is held up by a fault proxy until the process is dead. */
    @Test
    void shouldWriteOneRecordAndTellItsPlaceWhenKilledAfterTheAppendAndBeforeTheAck() throws IOException {
        int listen = FreePorts.next();
        try (RealBroker own = RealBroker.builder().faultyAdvertisedPort(listen).launch();
                FaultProxyServer proxy = FaultProxyServer.start("127.0.0.1", 0)) {
            // Given
            own.createTopic(topic, 1);
            ApiClient toxiproxy = new ApiClient(proxy.port());
            toxiproxy.postJson(
                    "/proxies",
                    "{\"name\":\"kafka\",\"listen\":\"127.0.0.1:%d\",\"upstream\":\"127.0.0.1:%d\"}"
                            .formatted(listen, own.faultyPort()));
            Map<String, String> noLinger = new HashMap<>(settings);
            noLinger.put("KAFKA_LINGER_MS", "0");
            String through = "127.0.0.1:" + listen;
            try (ApiProcess process = ApiProcess.start(through, noLinger)) {
                process.api().post(path("warm"));
                toxiproxy.postJson(
                        "/proxies/kafka/toxics", "{\"type\":\"kafka_ack_loss\",\"attributes\":{\"action\":\"stall\"}}");
                Answer accepted = process.api().post(path(KillPoints.FATAL_EVENT) + "&sendMode=async");
                assertThat(accepted.status()).isEqualTo(202);
                Eventually.get(PATIENCE, () -> own.readAll(topic), records -> records.size() == 2);
                assertThat(process.api()
                                .get("/api/v1/status?requestId=" + accepted.text("requestId"))
                                .text("state"))
                        .isEqualTo("PENDING");

                // When
                process.killDashNine();
                toxiproxy.delete("/proxies/kafka/toxics/kafka_ack_loss_downstream");
                try (ApiProcess restarted = ApiProcess.start(through, noLinger)) {

                    // Then
                    Answer status = restarted.api().awaitFinal(accepted.text("requestId"), PATIENCE);
                    assertThat(status.text("state")).isEqualTo("OK");
                    assertThat(status.number("offset")).isEqualTo(1);
                    assertThat(own.readAll(topic)).hasSize(2);
                }
            }
        }
    }

    private String path(String eventId) {
        return "/api/v1/send?mode=idempotent&topic=" + topic + "&eventId=" + eventId;
    }

    /** @return whether the send got a 202 before the process died */
    private boolean sendUntilDead(Point point) {
        try (ApiProcess process =
                ApiProcess.start(broker.bootstrapServers(), settings, "-D" + KillPoints.PROPERTY + "=" + point)) {
            boolean accepted;
            try {
                accepted = process.api()
                                .post(path(KillPoints.FATAL_EVENT) + "&sendMode=async")
                                .status()
                        == 202;
            } catch (UncheckedIOException cut) {
                accepted = false;
            }
            assertThat(process.exitStatus(PATIENCE)).isEqualTo(SIGKILL_STATUS);
            return accepted;
        }
    }

    private void assertOneRecordAtItsPlace(ApiProcess restarted) {
        List<Landed> records = Eventually.get(PATIENCE, () -> SharedBroker.read(topic), found -> !found.isEmpty());
        Landed record = records.get(0);
        assertThat(record.header("event-id")).isEqualTo(KillPoints.FATAL_EVENT);
        Answer status = restarted.api().awaitFinal(record.header("request-id"), PATIENCE);
        assertThat(status.text("state")).isEqualTo("OK");
        assertThat(status.number("offset")).isEqualTo(record.record().offset());
        assertThat(status.number("partition")).isEqualTo(record.record().partition());
        assertThat(SharedBroker.read(topic)).hasSize(1);
    }
}
