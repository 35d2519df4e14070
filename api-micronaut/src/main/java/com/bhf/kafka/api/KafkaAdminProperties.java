package com.bhf.kafka.api;

import com.bhf.kafka.producer.ProducerSettings;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The admin client, which looks up topics, and the health check are micronaut-kafka's, and are configured by
 * {@code kafka.*} properties. They log in to the brokers as the producers do.
 */
final class KafkaAdminProperties {
    private KafkaAdminProperties() {}

    /** The security settings among {@code KAFKA_PRODUCER_*}, as properties of micronaut-kafka. */
    static Map<String, Object> fromEnvironment(Map<String, String> variables) {
        return ProducerSettings.fromEnvironment(variables).consumerConfig().entrySet().stream()
                .filter(setting -> setting.getKey().matches("(security|sasl|ssl)\\..*"))
                .collect(Collectors.toMap(setting -> "kafka." + setting.getKey(), Map.Entry::getValue));
    }
}
