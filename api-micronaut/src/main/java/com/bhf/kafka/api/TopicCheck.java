package com.bhf.kafka.api;

import com.bhf.kafka.producer.topic.TopicDirectory;
import com.bhf.kafka.producer.topic.TopicLookup;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Refuses what the cluster would refuse, before anything is promised. Never blocks. */
@Singleton
final class TopicCheck {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final TopicDirectory directory;

    TopicCheck(TopicDirectory directory) {
        this.directory = directory;
    }

    /** What is known of the topic; never fails. */
    CompletableFuture<TopicLookup> lookUp(String topic) {
        return directory.lookup(topic);
    }

    /**
     * The answer that refuses the command, or nothing when it may go on.
     *
     * @param durable it will be made so before it is sent, and may repeat what was accepted before
     * @throws BadParameterException the topic has no such partition
     */
    static Optional<MutableHttpResponse<?>> refusal(
            SendCommand command, TopicLookup lookup, boolean durable, String path) {
        if (lookup instanceof TopicLookup.Known known) {
            checkPartition(command, known.partitions());
            return Optional.empty();
        }
        return refusal(command.topic(), lookup, durable, path);
    }

    private static void checkPartition(SendCommand command, int partitions) {
        Integer partition = command.partition();
        if (partition != null && partition >= partitions) {
            throw new BadParameterException(
                    "partition", partition, "0 to " + (partitions - 1) + " for topic " + command.topic());
        }
    }

    private static Optional<MutableHttpResponse<?>> refusal(
            String topic, TopicLookup lookup, boolean durable, String path) {
        if (lookup instanceof TopicLookup.Unknown) {
            return Optional.of(
                    Problem.notWritten("unknown-topic", HttpStatus.NOT_FOUND, "There is no topic " + topic, path, false)
                            .withParameter("topic")
                            .toResponse());
        }
        if (lookup instanceof TopicLookup.Forbidden) {
            String detail = "The service may not write to topic " + topic;
            return Optional.of(Problem.notWritten("not-authorized", HttpStatus.FORBIDDEN, detail, path, false)
                    .withParameter("topic")
                    .toResponse());
        }
        if (durable) {
            // Accepted unseen: it can be sent once Kafka answers, or be answered from the store.
            return Optional.empty();
        }
        String detail = "Kafka does not answer, and topic " + topic + " was not seen before";
        return Optional.of(Problem.notWritten("kafka-unreachable", HttpStatus.SERVICE_UNAVAILABLE, detail, path, true)
                .toResponse(SOON));
    }
}
