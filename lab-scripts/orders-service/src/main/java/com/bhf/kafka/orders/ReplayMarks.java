package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.producer.ProducerSettings;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Which dead letters have been replayed: a topic with a record for each, written in the transaction of the replay
 * itself. Compacted, so that a mark stays for as long as anyone can ask for it. Thread-safe; calls block.
 */
@Singleton
final class ReplayMarks {
    private final ProducerSettings producerSettings;
    private final ConsumerFactory consumers;
    private final Topics topics;
    private volatile boolean known;

    ReplayMarks(ProducerSettings producerSettings, ConsumerFactory consumers, OrdersSettings settings) {
        this.producerSettings = producerSettings;
        this.consumers = consumers;
        this.topics = settings.topics();
    }

    ProducerRecord<byte[], byte[]> mark(LetterPlace place, String time) {
        return new ProducerRecord<>(topics.replays(), place.bytes(), time.getBytes(UTF_8));
    }

    /**
     * The places of all that have been replayed.
     *
     * @throws KafkaException the topic cannot be read now
     */
    Set<LetterPlace> all() {
        ensureTopic();
        Set<LetterPlace> places = new HashSet<>();
        try (TopicReader reader = new TopicReader(consumers.reader(), topics.replays())) {
            reader.read(reader.beginnings(), record -> {
                LetterPlace.parse(new String(record.key(), UTF_8)).ifPresent(places::add);
                return true;
            });
        }
        return places;
    }

    private void ensureTopic() {
        if (known) {
            return;
        }
        NewTopic topic = new NewTopic(topics.replays(), Optional.of(1), Optional.empty())
                .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        try (Admin admin = Admin.create(adminConfig())) {
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new KafkaException("The topic " + topics.replays() + " cannot be created", e.getCause());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("Interrupted while " + topics.replays() + " was created", e);
        }
        known = true;
    }

    private Map<String, Object> adminConfig() {
        Map<String, Object> config = new HashMap<>();
        producerSettings.consumerConfig().forEach((name, value) -> {
            if (!name.matches("enable\\.auto\\.commit|auto\\.offset\\.reset|isolation\\.level|allow\\.auto.*")) {
                config.put(name, value);
            }
        });
        config.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 15_000);
        config.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, 10_000);
        return config;
    }
}
