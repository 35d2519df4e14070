package com.bhf.kafka.lab.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RealBrokerExtension.class)
@Timeout(60)
class RealBrokerTest {

    private static RealBroker seenFirst;

    private final RealBroker broker;

    RealBrokerTest(RealBroker broker) {
        this.broker = broker;
    }

    @Test
    void shouldReadAllRecordsInOrderWhenSpreadOverPartitions() throws Exception {
        broker.createTopic("spread", 3);
        try (Producer<String, String> producer = TestRecords.producer(broker.bootstrapServers())) {
            for (int i = 0; i < 300; i++) {
                producer.send(new ProducerRecord<>("spread", i % 3, null, "v" + i));
            }
        }

        var records = broker.readAll("spread");

        assertThat(TestRecords.values(records))
                .containsExactlyElementsOf(IntStream.range(0, 3)
                        .boxed()
                        .flatMap(p -> IntStream.range(0, 100).mapToObj(i -> "v" + (i * 3 + p)))
                        .toList());
        assertThat(records).extracting(ConsumerRecord::offset).startsWith(0L, 1L, 2L);
    }

    @Test
    void shouldReadNothingWhenTopicIsEmpty() {
        broker.createTopic("empty", 2);

        assertThat(broker.readAll("empty")).isEmpty();
    }

    @Test
    void shouldServeOnBothListenersWhenNoProxyIsThere() throws Exception {
        broker.createTopic("listeners", 1);

        TestRecords.send(broker.bootstrapServers(), "listeners", "direct");
        TestRecords.send(broker.faultyBootstrapServers(), "listeners", "faulty");

        assertThat(TestRecords.values(broker.readAll("listeners"))).containsExactly("direct", "faulty");
        assertThat(broker.faultyBootstrapServers())
                .isEqualTo("localhost:" + broker.faultyPort())
                .isNotEqualTo(broker.bootstrapServers());
    }

    @Test
    void shouldCompactWithinSecondsWhenTopicIsSetUpLikeTheLab() throws Exception {
        broker.createTopic(
                "compacted",
                1,
                Map.of("cleanup.policy", "compact", "segment.ms", "1000", "min.cleanable.dirty.ratio", "0.01"));
        int sent = 0;

        do {
            TestRecords.send(broker.bootstrapServers(), "compacted", "v" + sent++);
        } while (broker.readAll("compacted").size() == sent);

        assertThat(TestRecords.values(broker.readAll("compacted"))).contains("v" + (sent - 1));
    }

    @Test
    void shouldSayWhyWhenTopicExists() {
        broker.createTopic("twice", 1);

        assertThatThrownBy(() -> broker.createTopic("twice", 1))
                .isInstanceOf(LabBrokerException.class)
                .hasMessageContaining("twice")
                .hasCauseInstanceOf(TopicExistsException.class);
    }

    @Test
    void shouldShareOneBrokerWhenSeveralTestsAsk() {
        assertSharedWithOthers(broker);
    }

    @Test
    void shouldShareOneBrokerWhenMethodParameterAsks(RealBroker another) {
        assertSharedWithOthers(another);
    }

    private static synchronized void assertSharedWithOthers(RealBroker broker) {
        if (seenFirst == null) {
            seenFirst = broker;
        }
        assertThat(broker).isSameAs(seenFirst);
    }
}
