package com.bhf.kafka.producer.topic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * Looks topics up through Kafka's {@link Admin} client and remembers those that exist.
 *
 * <p>A topic seen before is answered from memory, at once, with Kafka up or down; when the memory is
 * older than {@code maxAge} it is refreshed in the background. One lookup per topic is under way at a
 * time. Thread-safe; never blocks. The {@code Admin} stays the caller's to close.
 */
public final class TopicDirectory {
    /** While Kafka is away nobody waits for the whole timeout just to hear so again. */
    private static final Duration WAIT_WHILE_AWAY = Duration.ofMillis(50);

    private static final TopicLookup UNREACHABLE = new TopicLookup.Unreachable();

    private final Admin admin;
    private final Clock clock;
    private final Duration timeout;
    private final Duration maxAge;
    private final Map<String, Seen> seen = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<TopicLookup>> underWay = new ConcurrentHashMap<>();
    private volatile boolean reachable = true;

    private record Seen(TopicLookup.Known topic, Instant at) {}

    /**
     * @param timeout how long a lookup may take
     * @param maxAge after how long a topic seen before is looked up again in the background
     */
    public TopicDirectory(Admin admin, Clock clock, Duration timeout, Duration maxAge) {
        this.admin = admin;
        this.clock = clock;
        this.timeout = timeout;
        this.maxAge = maxAge;
    }

    /**
     * @return never fails; completes at once for a topic seen before, else within the timeout, and
     *     within 50 ms while Kafka is known to be away. Dependents run on the admin client's thread
     */
    public CompletableFuture<TopicLookup> lookup(String topic) {
        Seen known = seen.get(topic);
        if (known == null) {
            Duration patience = reachable ? timeout : WAIT_WHILE_AWAY;
            return ask(topic).copy().completeOnTimeout(UNREACHABLE, patience.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (known.at().plus(maxAge).isBefore(clock.instant())) {
            ask(topic);
        }
        return CompletableFuture.completedFuture(known.topic());
    }

    private CompletableFuture<TopicLookup> ask(String topic) {
        CompletableFuture<TopicLookup> mine = new CompletableFuture<>();
        CompletableFuture<TopicLookup> other = underWay.putIfAbsent(topic, mine);
        if (other != null) {
            return other;
        }
        describe(topic).handle(this::toLookup).whenComplete((answer, never) -> {
            remember(topic, answer);
            underWay.remove(topic);
            mine.complete(answer);
        });
        return mine;
    }

    private CompletableFuture<TopicDescription> describe(String topic) {
        try {
            return admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs((int) timeout.toMillis()))
                    .allTopicNames()
                    .toCompletionStage()
                    .thenApply(all -> Objects.requireNonNull(all.get(topic)))
                    .toCompletableFuture();
        } catch (RuntimeException closed) {
            return CompletableFuture.failedFuture(closed);
        }
    }

    private TopicLookup toLookup(@Nullable TopicDescription description, @Nullable Throwable error) {
        if (description != null) {
            return new TopicLookup.Known(description.partitions().size());
        }
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        if (cause instanceof UnknownTopicOrPartitionException || cause instanceof InvalidTopicException) {
            return new TopicLookup.Unknown();
        }
        return cause instanceof AuthorizationException ? new TopicLookup.Forbidden() : UNREACHABLE;
    }

    private void remember(String topic, TopicLookup answer) {
        reachable = !(answer instanceof TopicLookup.Unreachable);
        if (answer instanceof TopicLookup.Known known) {
            seen.put(topic, new Seen(known, clock.instant()));
        } else if (reachable) {
            seen.remove(topic);
        }
    }
}
