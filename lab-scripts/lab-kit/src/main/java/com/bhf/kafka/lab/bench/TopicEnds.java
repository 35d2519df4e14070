package com.bhf.kafka.lab.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/** How many records topics have been given: the sum of their end offsets. Deleted ones count too. Thread-safe. */
final class TopicEnds implements AutoCloseable {

    private static final Duration BETWEEN = Duration.ofMillis(150);

    private final Admin admin;

    TopicEnds(String bootstrapServers) {
        this.admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** Short segments: a benchmark writes more than a disk should keep. */
    void create(String topic, int partitions) throws InterruptedException {
        NewTopic fresh = new NewTopic(topic, Optional.of(partitions), Optional.empty())
                .configs(Map.of("segment.bytes", "134217728", "retention.bytes", "134217728"));
        try {
            admin.createTopics(List.of(fresh)).all().get();
        } catch (ExecutionException e) {
            throw new BenchException("cannot create topic " + topic + ": " + e.getMessage(), e);
        }
    }

    long records(String topic) throws InterruptedException {
        try {
            TopicDescription description = Objects.requireNonNull(
                    admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
            Map<TopicPartition, OffsetSpec> ends = description.partitions().stream()
                    .collect(Collectors.toMap(
                            partition -> new TopicPartition(topic, partition.partition()),
                            partition -> OffsetSpec.latest()));
            return admin.listOffsets(ends).all().get().values().stream()
                    .mapToLong(ListOffsetsResultInfo::offset)
                    .sum();
        } catch (ExecutionException e) {
            throw new BenchException("cannot ask for the ends of " + topic + ": " + e.getMessage(), e);
        }
    }

    /** Blocks until the topic has at least so many records, and gets no more; at most for the bound. */
    long settled(String topic, long atLeast, Duration bound) throws InterruptedException {
        long deadline = System.nanoTime() + bound.toNanos();
        long before = -1;
        long now = records(topic);
        while ((now < atLeast || now != before) && System.nanoTime() - deadline < 0) {
            Thread.sleep(BETWEEN.toMillis());
            before = now;
            now = records(topic);
        }
        return now;
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(5));
    }
}
