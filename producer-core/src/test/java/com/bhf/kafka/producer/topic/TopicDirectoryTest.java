package com.bhf.kafka.producer.topic;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.producer.RealKafka;
import com.bhf.kafka.producer.SteppedClock;
import com.bhf.kafka.producer.topic.TopicLookup.Known;
import com.bhf.kafka.producer.topic.TopicLookup.Unknown;
import com.bhf.kafka.producer.topic.TopicLookup.Unreachable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.Metric;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On a broker of its own, for it is stopped. */
@Tag("process")
class TopicDirectoryTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration MAX_AGE = Duration.ofSeconds(30);

    private static RealBroker broker;

    private final SteppedClock clock = new SteppedClock();
    private final Admin admin =
            Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers(), "reconnect.backoff.max.ms", "100"));
    private final TopicDirectory topics = new TopicDirectory(admin, clock, TIMEOUT, MAX_AGE);

    @BeforeAll
    static void launch() {
        broker = RealBroker.launch();
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @AfterEach
    void close() {
        admin.close(Duration.ZERO);
    }

    private static TopicLookup get(CompletableFuture<TopicLookup> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    /** Asks until the answer fits; the directory refreshes in the background. */
    private TopicLookup askUntil(String topic, Predicate<TopicLookup> wanted) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        TopicLookup answer = get(topics.lookup(topic));
        while (!wanted.test(answer) && System.nanoTime() < until) {
            answer = get(topics.lookup(topic));
        }
        return answer;
    }

    @Test
    void shouldKnowTheTopicAndItsPartitionsWhenItExists() throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 3);

        // When
        TopicLookup answer = get(topics.lookup(topic));

        // Then
        assertThat(answer).isEqualTo(new Known(3));
        assertThat(topics.lookup(topic)).as("from memory").isCompletedWithValue(new Known(3));
    }

    @Test
    void shouldSayUnknownWhenTheClusterSaysSo() throws Exception {
        // When
        TopicLookup absent = get(topics.lookup("no-such-topic"));
        TopicLookup illegal = get(topics.lookup("no such/topic"));

        // Then
        assertThat(absent).isEqualTo(new Unknown());
        assertThat(illegal).isEqualTo(new Unknown());
    }

    @Test
    void shouldKnowATopicThatWasCreatedAfterItWasUnknown() throws Exception {
        // Given
        String topic = "created-later";
        assertThat(get(topics.lookup(topic))).isEqualTo(new Unknown());
        broker.createTopic(topic, 2);

        // When
        TopicLookup answer = get(topics.lookup(topic));

        // Then
        assertThat(answer).isEqualTo(new Known(2));
    }

    @Test
    void shouldAskOnceWhenManyWantToKnowTheSame() throws Exception {
        // Given a broker that keeps everyone waiting
        String topic = RealKafka.newTopic(broker, 1);
        get(topics.lookup("warms-the-connection-up"));
        double before = requestsSent();
        List<CompletableFuture<TopicLookup>> answers;
        broker.pause();
        try {

            // When
            answers =
                    IntStream.range(0, 100).mapToObj(i -> topics.lookup(topic)).toList();
        } finally {
            broker.resume();
        }

        // Then
        for (CompletableFuture<TopicLookup> answer : answers) {
            assertThat(get(answer)).isEqualTo(new Known(1));
        }
        assertThat(requestsSent() - before).isLessThan(10);
    }

    private double requestsSent() {
        return admin.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("request-total")
                        && metric.metricName().group().equals("admin-client-metrics"))
                .map(Metric::metricValue)
                .mapToDouble(value -> (Double) value)
                .sum();
    }

    @Test
    void shouldSeeNewPartitionsWhenTheMemoryIsOld() throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 1);
        get(topics.lookup(topic));
        admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(4))).all().get(20, TimeUnit.SECONDS);
        assertThat(get(topics.lookup(topic))).as("not old yet").isEqualTo(new Known(1));

        // When
        clock.tick(MAX_AGE.plusMillis(1));

        // Then
        assertThat(askUntil(topic, new Known(4)::equals)).isEqualTo(new Known(4));
    }

    @Test
    void shouldForgetADeletedTopicWhenTheMemoryIsOld() throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 1);
        get(topics.lookup(topic));
        admin.deleteTopics(List.of(topic)).all().get(20, TimeUnit.SECONDS);

        // When
        clock.tick(MAX_AGE.plusMillis(1));

        // Then
        assertThat(askUntil(topic, new Unknown()::equals)).isEqualTo(new Unknown());
    }

    @Test
    void shouldAnswerAtOnceAndRecoverByItselfWhenKafkaGoesAndComesBack() throws Exception {
        // Given
        TopicDirectory impatient = new TopicDirectory(admin, clock, Duration.ofSeconds(1), MAX_AGE);
        String known = RealKafka.newTopic(broker, 3);
        String unseen = RealKafka.newTopic(broker, 2);
        get(impatient.lookup(known));
        broker.stop();
        try {
            assertThat(get(impatient.lookup(unseen)))
                    .as("found out after a second")
                    .isEqualTo(new Unreachable());
            clock.tick(MAX_AGE.plusMillis(1));

            // When
            CompletableFuture<TopicLookup> seenBefore = impatient.lookup(known);
            long from = System.nanoTime();
            TopicLookup away = get(impatient.lookup(unseen));
            Duration waited = Duration.ofNanos(System.nanoTime() - from);

            // Then
            assertThat(seenBefore).isCompletedWithValue(new Known(3));
            assertThat(away).isEqualTo(new Unreachable());
            assertThat(waited).isLessThan(Duration.ofMillis(700));
        } finally {
            broker.start();
        }
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        TopicLookup back = get(impatient.lookup(unseen));
        while (back.equals(new Unreachable()) && System.nanoTime() < until) {
            back = get(impatient.lookup(unseen));
        }
        assertThat(back).isEqualTo(new Known(2));
    }

    @Test
    void shouldSayUnreachableWhenTheAdminIsClosed() throws Exception {
        // Given
        admin.close(Duration.ZERO);

        // When
        TopicLookup answer = get(topics.lookup("any"));

        // Then
        assertThat(answer).isEqualTo(new Unreachable());
    }
}
