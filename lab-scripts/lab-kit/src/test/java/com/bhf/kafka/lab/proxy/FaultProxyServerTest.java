package com.bhf.kafka.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.lab.proxy.Wire.Pair;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not Toxiproxy's, and so not in the conformance suite. */
@Timeout(60)
class FaultProxyServerTest {

    private FaultProxyServer server;
    private Wire wire;

    @BeforeEach
    void start() throws IOException {
        server = FaultProxyServer.start("localhost", 0);
        wire = new Wire(new Target("fault-proxy", server.uri()));
    }

    @AfterEach
    void stop() throws IOException {
        wire.close();
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":\"noop\"",
                "\"type\":\"latency\",\"attributes\":{\"latency\":5}",
                "\"type\":\"timeout\",\"attributes\":{\"timeout\":0}",
                "\"type\":\"reset_peer\",\"attributes\":{\"timeout\":1}",
                "\"type\":\"limit_data\",\"attributes\":{\"bytes\":1}",
                "\"type\":\"kafka_ack_loss\"",
            })
    void shouldLeaveNoThreadWhenConnectionsHaveEnded(String toxic) throws IOException {
        wire.toxic(toxic);
        for (int i = 0; i < 20; i++) {
            Pair pair = wire.connect();
            Wire.send(pair.server(), 10);
            pair.client().close();
            pair.server().close();
        }

        Eventually.within(20, "only the accepting thread is left", () -> threads() == 1);
    }

    @Test
    void shouldLeaveNoThreadWhenStalledConnectionsAreCutOff() throws IOException {
        wire.toxic("\"type\":\"bandwidth\",\"attributes\":{\"rate\":0}");
        for (int i = 0; i < 10; i++) {
            Wire.send(wire.connect().server(), 500_000);
        }

        wire.patch("\"enabled\":false");

        Eventually.within(20, "no thread is left", () -> threads() == 0);
    }

    @Test
    void shouldLeaveNothingWhenClosed() throws IOException {
        Pair pair = wire.connect();

        server.close();
        server.close();

        assertThat(Wire.receive(pair.client(), 1)).isEqualTo("0 EOF");
        assertThatThrownBy(() -> new Socket(server.uri().getHost(), server.port()))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(wire::dial).isInstanceOf(IOException.class);
        Eventually.within(20, "no thread is left", () -> threads() == 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"type\":\"kafka_ack_loss\"' | {\"skip\":0,\"count\":1,\"action\":\"close\"}",
                "'\"type\":\"kafka_ack_loss\",\"attributes\":{\"ACTION\":\"STALL\"}' | {\"skip\":0,\"count\":1,\"action\":\"stall\"}",
                "'\"type\":\"kafka_error\",\"attributes\":{\"code\":19}' | {\"code\":19,\"when\":\"after\"}",
            })
    void shouldFillInDefaultsWhenKafkaToxicLeavesThemOut(String toxic, String attributes) {
        assertThat(wire.api().ok("POST", "/proxies/p/toxics", "{" + toxic + "}").get("attributes"))
                .isEqualTo(ApiClient.json(attributes));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'\"type\":\"kafka_ack_loss\",\"attributes\":{\"action\":\"explode\"}' | action: cannot read one of [close, reset, stall]",
                "'\"type\":\"kafka_ack_loss\",\"attributes\":{\"skip\":-1}' | skip -1 must be 0 or more",
                "'\"type\":\"kafka_ack_loss\",\"attributes\":{\"count\":1.5}' | count: cannot read a whole number from 1.5",
                "'\"type\":\"kafka_ack_loss\",\"stream\":\"upstream\"' | must be downstream",
                "'\"type\":\"kafka_error\"' | code 0 is none of Kafka",
                "'\"type\":\"kafka_error\",\"attributes\":{\"code\":70000}' | code 70000 is none of Kafka",
                "'\"type\":\"kafka_error\",\"attributes\":{\"code\":1,\"when\":\"never\"}' | when: cannot read one of [before, after]",
                "'\"type\":\"slicer\"' | average_size 0 must be 1 or more",
            })
    void shouldSayWhatIsAllowedWhenAttributeIsWrong(String toxic, String said) {
        var response = wire.api().send("POST", "/proxies/p/toxics", "{" + toxic + "}");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(ApiClient.json(response.body()).get("error").textValue()).contains(said);
    }

    @Test
    void shouldListenForOtherMachinesOnlyWhenAllowed() throws IOException {
        try (FaultProxyServer remote = FaultProxyServer.start("127.0.0.1", 0, Exposure.REMOTE)) {
            var created = new ApiClient(remote.uri())
                    .ok("POST", "/proxies", "{\"name\":\"p\",\"listen\":\"\",\"upstream\":\"127.0.0.1:1\"}");

            assertThat(created.get("listen").textValue()).startsWith("[::]:");
        }
    }

    @Test
    void shouldShowZeroBeforeAnythingHappened() {
        assertThat(wire.api().get("/metrics").body())
                .contains("fault_proxy_lost_acks_total{proxy=\"p\"} 0\n")
                .contains("fault_proxy_connections_total{proxy=\"p\"} 0\n");
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("fault-proxy-p-"))
                .count();
    }
}
