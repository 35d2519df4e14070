package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.crash.CrashTestException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Another team's producer: it validates nothing. Thread-safe; calls block. */
final class DirectSender implements AutoCloseable {
    private final String topic;
    private final KafkaProducer<String, String> producer;

    DirectSender(String bootstrapServers, String topic) {
        this.topic = topic;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers, ProducerConfig.ACKS_CONFIG, "all"),
                new StringSerializer(),
                new StringSerializer());
    }

    /** To the partition of its id, unless one is named. */
    RecordMetadata send(PlannedOrder order, @Nullable Integer partition) {
        try {
            return producer.send(new ProducerRecord<>(topic, partition, order.id(), order.json()))
                    .get();
        } catch (ExecutionException e) {
            throw new CrashTestException("the test's own producer failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
