package com.bhf.kafka.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The real client against a port that takes connections and never answers. */
@Tag("process")
class UnreachableBrokerTest {
    private static final Duration MAX_BLOCK = Duration.ofMillis(300);
    private static final Duration GENEROUS = Duration.ofSeconds(10);

    private ServerSocket silent;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void stopListening() throws IOException {
        silent.close();
    }

    private ReliableProducer<String, String> open(DeliveryMode mode) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + silent.getLocalPort());
        environment.put("KAFKA_MAX_BLOCK_MS", Long.toString(MAX_BLOCK.toMillis()));
        return ReliableProducer.open(
                ProducerSettings.fromEnvironment(environment), mode, new StringSerializer(), new StringSerializer());
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldNotWriteWithinMaxBlockWhenNoBrokerAnswers(DeliveryMode mode) throws Exception {
        // Given
        try (ReliableProducer<String, String> producer = open(mode)) {
            long from = System.nanoTime();

            // When
            SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>("any", "k", "v"));

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isBetween(MAX_BLOCK, GENEROUS);
            assertThat(outcome).isInstanceOfSatisfying(NotWritten.class, failed -> {
                assertThat(failed.kind()).isEqualTo(ErrorKind.RETRIABLE);
                assertThat(failed.cause()).isInstanceOf(TimeoutException.class);
            });
            assertThat(producer.inFlight()).isZero();
        }
    }

    @Test
    void shouldWaitOnlyForMetadataWhenAPartitionIsNamed() throws Exception {
        // Given
        try (ReliableProducer<String, String> producer = open(DeliveryMode.PLAIN)) {

            // When
            SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>("any", 3, "k", "v"));

            // Then
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            NotWritten.class,
                            failed -> assertThat(failed.kind()).isEqualTo(ErrorKind.RETRIABLE));
            assertThat(producer.inFlight()).isZero();
        }
    }

    @Test
    void shouldOpenTheBreakerWhenFiveSendsInARowFail() throws Exception {
        // Given
        try (ReliableProducer<String, String> producer = open(DeliveryMode.PLAIN)) {
            for (int i = 0; i < 5; i++) {
                producer.sendAndWait(new ProducerRecord<>("any", "v"));
            }

            // When
            long from = System.nanoTime();
            SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>("any", "v"));

            // Then
            assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(MAX_BLOCK);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            NotWritten.class,
                            refused -> assertThat(refused.cause()).isInstanceOf(CircuitOpenException.class));
        }
    }

    @Test
    void shouldEndTheWaitingSendWhenClosedMeanwhile() throws Exception {
        // Given a send that waits for metadata
        Map<String, String> patient =
                Map.of("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + silent.getLocalPort(), "KAFKA_MAX_BLOCK_MS", "60000");
        ReliableProducer<String, String> producer = ReliableProducer.open(
                ProducerSettings.fromEnvironment(patient),
                DeliveryMode.PLAIN,
                new StringSerializer(),
                new StringSerializer());
        CompletableFuture<SendOutcome> outcome = new CompletableFuture<>();
        new Thread(() -> producer.send(new ProducerRecord<>("any", "v")).thenAccept(outcome::complete)).start();
        while (producer.inFlight() == 0) {
            Thread.onSpinWait();
        }
        long from = System.nanoTime();

        // When
        CloseReport report = producer.close(Duration.ofSeconds(1));

        // Then
        assertThat(Duration.ofNanos(System.nanoTime() - from)).isLessThan(GENEROUS);
        assertThat(report.unacknowledged()).isOne();
        assertThat(outcome.get(10, java.util.concurrent.TimeUnit.SECONDS)).isInstanceOf(NotWritten.class);
    }
}
