package com.bhf.kafka.lab.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a lab asks of a running cluster. Each call opens and closes a client of its own: nothing outlives a broker. */
final class ClusterClient {

    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration PROBE = Duration.ofSeconds(2);

    private final String bootstrapServers;

    ClusterClient(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** The ids of the brokers that the controller counts as alive; empty when nobody answers within two seconds. */
    Set<Integer> aliveNodes() {
        try (Admin admin = admin()) {
            DescribeClusterOptions options = new DescribeClusterOptions().timeoutMs((int) PROBE.toMillis());
            return await(admin.describeCluster(options).nodes()).stream()
                    .map(Node::id)
                    .collect(Collectors.toSet());
        } catch (LabBrokerException e) {
            return Set.of();
        }
    }

    /**
     * Creates the topic and waits until every partition has a leader that serves it. A leader that does not yet know
     * that it is one refuses the first batch; if it takes the next, an idempotent producer is out of sequence, and
     * stalls until its delivery timeout.
     */
    void createTopic(NewTopic topic) {
        try (Admin admin = admin()) {
            await(admin.createTopics(List.of(topic)).all());
            Deadline deadline = Deadline.in(CALL);
            while (!hasLeaders(admin, topic.name())) {
                if (deadline.hasPassed()) {
                    throw new LabBrokerException("topic " + topic.name() + " has no leaders after " + CALL);
                }
            }
            Map<TopicPartition, OffsetSpec> ends = IntStream.range(0, topic.numPartitions())
                    .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                    .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
            await(admin.listOffsets(ends).all());
        }
    }

    private static boolean hasLeaders(Admin admin, String topic) {
        try {
            TopicDescription description =
                    await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
            return description != null
                    && description.partitions().stream()
                            .allMatch(partition -> partition.leader() != null
                                    && !partition.leader().isEmpty());
        } catch (LabBrokerException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    /** The node that leads a partition. */
    int leaderOf(String topic, int partition) {
        try (Admin admin = admin()) {
            TopicDescription description =
                    await(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
            if (description == null || partition >= description.partitions().size()) {
                throw new LabBrokerException("no partition " + topic + "-" + partition);
            }
            Node leader = description.partitions().get(partition).leader();
            return leader == null ? Node.noNode().id() : leader.id();
        }
    }

    /** All records up to the end offsets of now, ordered by partition and offset. */
    List<ConsumerRecord<byte[], byte[]>> readAll(String topic) {
        try (Consumer<byte[], byte[]> consumer = consumer()) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            if (partitions.isEmpty()) {
                throw new LabBrokerException("there is no topic " + topic);
            }
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            return readUpTo(ends, consumer);
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> readUpTo(
            Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        Deadline deadline = Deadline.in(CALL);
        while (!hasReached(ends, consumer)) {
            if (deadline.hasPassed()) {
                throw new LabBrokerException(
                        "read " + records.size() + " records in " + CALL + " and not yet all up to " + ends);
            }
            consumer.poll(Duration.ofMillis(200)).forEach(records::add);
        }
        records.removeIf(record -> record.offset() >= endOf(record, ends));
        records.sort(Comparator.<ConsumerRecord<byte[], byte[]>>comparingInt(ConsumerRecord::partition)
                .thenComparingLong(ConsumerRecord::offset));
        return records;
    }

    private static boolean hasReached(Map<TopicPartition, Long> ends, Consumer<byte[], byte[]> consumer) {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static long endOf(ConsumerRecord<byte[], byte[]> record, Map<TopicPartition, Long> ends) {
        return ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
    }

    private Admin admin() {
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                "200"));
    }

    private Consumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "default.api.timeout.ms", (int) CALL.toMillis()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    private static <T> T await(KafkaFuture<T> future) {
        try {
            return future.get(CALL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LabBrokerException("interrupted while waiting for the cluster", e);
        } catch (ExecutionException e) {
            throw new LabBrokerException("the cluster refused: " + e.getMessage(), e.getCause());
        } catch (TimeoutException e) {
            throw new LabBrokerException("no answer from the cluster within " + CALL, e);
        }
    }
}
