package com.bhf.kafka.orders;

import com.bhf.kafka.producer.ProducerSettings;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Opens Kafka consumers with the brokers and the security of the producers. All read committed records only. */
@Singleton
class ConsumerFactory {
    private final ProducerSettings producerSettings;
    private final OrdersSettings settings;

    ConsumerFactory(ProducerSettings producerSettings, OrdersSettings settings) {
        this.producerSettings = producerSettings;
        this.settings = settings;
    }

    /** A member of the group. Nothing is committed unasked. */
    Consumer<byte[], byte[]> member() {
        Map<String, Object> config = base("consumer");
        config.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        config.putAll(settings.protocol().settings(settings.sessionTimeout()));
        return open(config);
    }

    /** In no group, to look into topics. */
    Consumer<byte[], byte[]> reader() {
        Map<String, Object> config = base("reader");
        // It goes from partition to partition, and would wait so long for each that is read to its end.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        return open(config);
    }

    Consumer<byte[], byte[]> open(Map<String, Object> config) {
        return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private Map<String, Object> base(String purpose) {
        Map<String, Object> config = new HashMap<>(producerSettings.consumerConfig());
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, settings.instance() + "-" + purpose);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return config;
    }
}
