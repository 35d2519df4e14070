package com.bhf.kafka.producer;

import static com.bhf.kafka.producer.ScriptedProducer.acknowledged;
import static com.bhf.kafka.producer.ScriptedProducer.calledBackInsideSend;
import static com.bhf.kafka.producer.ScriptedProducer.record;
import static com.bhf.kafka.producer.ScriptedProducer.thrown;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.api.Test;

class ReliableProducerReplacementTest {
    private final KafkaException fatal =
            new KafkaException("we are in an error state", new UnsupportedVersionException("old"));
    private static final long PATIENCE_SECONDS = 20;

    private final List<ScriptedProducer> made = new CopyOnWriteArrayList<>();
    private final RecordingListener listener = new RecordingListener();

    private ReliableProducer<byte[], byte[]> open(Supplier<ScriptedProducer> factory) {
        return ReliableProducer.builder(DeliveryMode.IDEMPOTENT)
                .listener(listener)
                .circuitBreaker(new CircuitBreakerSettings(1_000_000, Duration.ofMinutes(1), 1))
                .open(() -> {
                    ScriptedProducer producer = factory.get();
                    made.add(producer);
                    return producer;
                });
    }

    private Supplier<ScriptedProducer> firstFailsThenAcknowledges() {
        Queue<ScriptedProducer> first = new ArrayBlockingQueue<>(1);
        first.add(new ScriptedProducer().onSend(thrown(fatal)));
        return () -> {
            ScriptedProducer broken = first.poll();
            return broken != null ? broken : new ScriptedProducer().onSend(acknowledged());
        };
    }

    @Test
    void shouldReplaceAndCloseTheProducerWhenItIsInAFatalState() throws Exception {
        // Given
        try (ReliableProducer<byte[], byte[]> producer = open(firstFailsThenAcknowledges())) {

            // When
            SendOutcome outcome = producer.send(record()).join();

            // Then
            assertThat(outcome).isEqualTo(new NotWritten(ErrorKind.FATAL, fatal));
            assertThat(listener.replacements.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isSameAs(fatal);
            assertThat(made.get(0).closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(producer.send(record()).join()).isInstanceOf(Acknowledged.class);
        }
    }

    @Test
    void shouldReplaceOnceWhenManySendsFailAtTheSameTime() throws Exception {
        // Given
        int threads = 16;
        CyclicBarrier start = new CyclicBarrier(threads);
        try (ReliableProducer<byte[], byte[]> producer = open(firstFailsThenAcknowledges())) {
            List<CompletableFuture<Void>> callers = new ArrayList<>();

            // When
            for (int i = 0; i < threads; i++) {
                callers.add(runInThread(() -> {
                    start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    for (int n = 0; n < 500; n++) {
                        producer.send(record()).join();
                    }
                }));
            }
            CompletableFuture.allOf(callers.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);

            // Then
            assertThat(listener.replacements.poll(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isNotNull();
            assertThat(made.get(0).closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(made).hasSize(2);
            assertThat(listener.replacements).isEmpty();
            assertThat(producer.inFlight()).isZero();
        }
    }

    @Test
    void shouldNotReplaceInATightLoopWhenTheNewProducerFailsAtOnceToo() throws Exception {
        // Given
        try (ReliableProducer<byte[], byte[]> producer = open(() -> new ScriptedProducer().onSend(thrown(fatal)))) {
            producer.send(record()).join();
            listener.replacements.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);

            // When
            long from = System.nanoTime();
            long sends = 0;
            while (System.nanoTime() - from < Duration.ofMillis(500).toNanos()) {
                producer.send(record()).join();
                sends++;
            }

            // Then
            assertThat(sends).isGreaterThan(10);
            assertThat(made).hasSize(2);
        }
    }

    @Test
    void shouldNotTryToReplaceInATightLoopWhenNoProducerCanBeMade() throws Exception {
        // Given
        BlockingQueue<Long> tries = new LinkedBlockingQueue<>();
        CountDownLatch tried = new CountDownLatch(1);
        try (ReliableProducer<byte[], byte[]> producer = open(() -> {
            if (made.isEmpty()) {
                return new ScriptedProducer().onSend(thrown(fatal));
            }
            tries.add(System.nanoTime());
            tried.countDown();
            throw new KafkaException("Failed to construct kafka producer");
        })) {
            producer.send(record()).join();
            tried.await(PATIENCE_SECONDS, TimeUnit.SECONDS);

            // When
            long from = System.nanoTime();
            while (System.nanoTime() - from < Duration.ofMillis(500).toNanos()) {
                producer.send(record()).join();
            }

            // Then
            assertThat(tries).hasSize(1);
        }
    }

    @Test
    void shouldTryAgainWhenAReplacementFailed() throws Exception {
        // Given a factory that fails once
        Queue<Supplier<ScriptedProducer>> steps = new ArrayBlockingQueue<>(3);
        steps.add(() -> new ScriptedProducer().onSend(thrown(fatal)));
        steps.add(() -> {
            throw new KafkaException("Failed to construct kafka producer");
        });
        steps.add(() -> new ScriptedProducer().onSend(acknowledged()));
        try (ReliableProducer<byte[], byte[]> producer =
                open(() -> steps.remove().get())) {

            // When
            Throwable replaced = null;
            long from = System.nanoTime();
            while (replaced == null && System.nanoTime() - from < TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS)) {
                producer.send(record()).join();
                replaced = listener.replacements.poll(20, TimeUnit.MILLISECONDS);
            }

            // Then
            assertThat(replaced).isSameAs(fatal);
            assertThat(producer.send(record()).join()).isInstanceOf(Acknowledged.class);
        }
    }

    @Test
    void shouldKeepTheProducerWhenOnlyTheRecordIsRefused() {
        // Given
        try (ReliableProducer<byte[], byte[]> producer = open(
                () -> new ScriptedProducer().onSend(calledBackInsideSend(new RecordTooLargeException("too large"))))) {

            // When
            for (int i = 0; i < 20; i++) {
                producer.send(record()).join();
            }

            // Then
            assertThat(made).hasSize(1);
            assertThat(producer.circuitState()).isEqualTo(CircuitState.CLOSED);
        }
    }

    @Test
    void shouldCloseTheNewProducerTooWhenClosedDuringTheReplacement() throws Exception {
        // Given a replacement that is being made
        CountDownLatch making = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ScriptedProducer fresh = new ScriptedProducer();
        ReliableProducer<byte[], byte[]> producer = open(() -> {
            if (made.isEmpty()) {
                return new ScriptedProducer().onSend(thrown(fatal));
            }
            making.countDown();
            await(goOn);
            return fresh;
        });
        producer.send(record()).join();
        making.await(PATIENCE_SECONDS, TimeUnit.SECONDS);

        // When
        producer.close(Duration.ZERO);
        goOn.countDown();

        // Then
        assertThat(fresh.closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(made.get(0).closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(listener.replacements).isEmpty();
    }

    private interface Body {
        void run() throws Exception;
    }

    private static CompletableFuture<Void> runInThread(Body body) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        new Thread(() -> {
                    try {
                        body.run();
                        done.complete(null);
                    } catch (Throwable e) {
                        done.completeExceptionally(e);
                    }
                })
                .start();
        return done;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
