package com.bhf.kafka.lab.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("process")
@Timeout(120)
class RealBrokerLifeTest {

    private static final String TOPIC = "life";

    @Test
    void shouldKeepDataAndAddressWhenKilledOrStoppedAndStartedAgain() throws Exception {
        try (RealBroker broker = RealBroker.launch()) {
            String address = broker.bootstrapServers();
            broker.createTopic(TOPIC, 1);
            TestRecords.send(address, TOPIC, "before kill");
            long firstPid = broker.pid();

            broker.killDashNine();
            assertThat(ProcessHandle.of(firstPid)).isEmpty();
            broker.start();
            TestRecords.send(address, TOPIC, "after kill");
            broker.stop();
            broker.start();

            assertThat(broker.pid()).isNotEqualTo(firstPid);
            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(TestRecords.values(broker.readAll(TOPIC))).containsExactly("before kill", "after kill");
        }
    }

    @Test
    void shouldAnswerNobodyWhilePausedAndEverybodyWhenResumed() throws Exception {
        try (RealBroker broker = RealBroker.launch();
                Producer<String, String> producer = TestRecords.producer(broker.bootstrapServers())) {
            broker.createTopic(TOPIC, 1);
            TestRecords.send(producer, TOPIC, "before");

            broker.pause();
            Future<RecordMetadata> held = producer.send(new ProducerRecord<>(TOPIC, "held"));
            assertThatThrownBy(() -> held.get(1, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
            broker.resume();

            assertThat(held.get(30, TimeUnit.SECONDS).offset()).isEqualTo(1);
        }
    }

    @Test
    void shouldEndProcessWhenClosedWhilePaused() {
        RealBroker broker = RealBroker.launch();
        long pid = broker.pid();
        broker.pause();

        broker.close();

        assertThat(ProcessHandle.of(pid)).isEmpty();
        assertThatThrownBy(broker::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldAdvertiseProxyAndTakeSettingsWhenTold() throws Exception {
        int proxy = FreePorts.next();
        try (RealBroker broker = RealBroker.builder()
                .faultyAdvertisedPort(proxy)
                .setting("num.partitions", "7")
                .launch()) {
            broker.createTopic(TOPIC, 1);

            assertThat(broker.faultyBootstrapServers()).isEqualTo("localhost:" + proxy);
            assertThat(broker.faultyPort()).isNotEqualTo(proxy);
            // Nobody forwards: who bootstraps at the listener is sent to the proxy's port and gets nowhere.
            try (Producer<String, String> producer = TestRecords.producer("localhost:" + broker.faultyPort())) {
                Future<RecordMetadata> lost = producer.send(new ProducerRecord<>(TOPIC, "lost"));
                assertThatThrownBy(() -> lost.get(2, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
                producer.close(Duration.ZERO);
            }
        }
    }

    @Test
    void shouldSayWhyWhenSettingIsWrong() {
        RealBroker.Builder wrong = RealBroker.builder().setting("num.io.threads", "many");

        assertThatThrownBy(wrong::launch)
                .isInstanceOf(LabBrokerException.class)
                .hasMessageContaining("num.io.threads")
                .hasMessageContaining("many");
    }

    @Test
    void shouldTakeOtherPortsWhenFirstChoiceIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            BrokerPorts free = FreePorts.forOneNode();
            Deque<BrokerPorts> choices = new ArrayDeque<>(
                    List.of(new BrokerPorts(FreePorts.next(), taken.getLocalPort(), FreePorts.next()), free));

            try (NodeGroup group = NodeGroup.launch(1, null, Map.of(), choices::remove)) {
                assertThat(group.ports(1)).isEqualTo(free);
            }
        }
    }
}
