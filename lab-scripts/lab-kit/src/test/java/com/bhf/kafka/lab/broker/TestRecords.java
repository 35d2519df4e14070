package com.bhf.kafka.lab.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.StringSerializer;

final class TestRecords {

    private TestRecords() {}

    static Producer<String, String> producer(String bootstrapServers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "acks", "all", "request.timeout.ms", "2000"),
                new StringSerializer(),
                new StringSerializer());
    }

    static RecordMetadata send(String bootstrapServers, String topic, String value) throws Exception {
        try (Producer<String, String> producer = producer(bootstrapServers)) {
            return send(producer, topic, value);
        }
    }

    static RecordMetadata send(Producer<String, String> producer, String topic, String value) throws Exception {
        return producer.send(new ProducerRecord<>(topic, "key", value)).get(60, TimeUnit.SECONDS);
    }

    static List<String> values(List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream().map(record -> new String(record.value(), UTF_8)).toList();
    }
}
