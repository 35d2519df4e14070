package com.bhf.kafka.producer;

import com.bhf.kafka.lab.broker.RealBroker;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** What the tests on a real broker share. */
public final class RealKafka {
    private static final AtomicInteger TOPICS = new AtomicInteger();

    private RealKafka() {}

    /** A topic of the test's own. */
    public static String newTopic(RealBroker broker, int partitions) {
        String topic = "core-" + ProcessHandle.current().pid() + "-" + TOPICS.incrementAndGet();
        broker.createTopic(topic, partitions);
        return topic;
    }

    /** Settings against the broker; {@code more} are name and value by turns. */
    public static ProducerSettings settings(RealBroker broker, String... more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("KAFKA_REQUEST_TIMEOUT_MS", "1000");
        environment.put("KAFKA_RETRIES", "1000");
        environment.put("KAFKA_PRODUCER_RECONNECT_BACKOFF_MAX_MS", "100");
        for (int i = 0; i < more.length; i += 2) {
            environment.put(more[i], more[i + 1]);
        }
        return ProducerSettings.fromEnvironment(environment);
    }

    static ReliableProducer<String, String> open(ProducerSettings settings, DeliveryMode mode) {
        return ReliableProducer.open(settings, mode, new StringSerializer(), new StringSerializer());
    }

    /**
     * Sends one record to each partition and waits for it. A broker that does not know a producer id takes any
     * first sequence number: when it refuses the first batch (NOT_LEADER_OR_FOLLOWER, as right after the
     * topic's creation) and takes the second, the first is OUT_OF_ORDER_SEQUENCE_NUMBER until the retries or
     * the delivery timeout end.
     */
    static void introduce(ReliableProducer<String, String> producer, String topic, int partitions)
            throws InterruptedException {
        for (int partition = 0; partition < partitions; partition++) {
            producer.sendAndWait(new ProducerRecord<>(topic, partition, "k", "introduction"));
        }
    }
}
