package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.CircuitBreakerSettings;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.ScriptedProducer;
import com.bhf.kafka.producer.SteppedClock;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Callback;

/** An engine on scripted producers and a store in memory; its breakers open at the first failure. */
final class EngineFixture implements AutoCloseable {
    static final Duration DELIVERY_TIMEOUT = Duration.ofMinutes(2);
    static final Duration MAX_BLOCK = Duration.ofSeconds(10);
    private static final long PATIENCE_SECONDS = 20;

    final SteppedClock clock = new SteppedClock();
    final TestStore store = new TestStore();
    final Map<DeliveryMode, ScriptedProducer> kafka = new EnumMap<>(DeliveryMode.class);
    final Map<DeliveryMode, ReliableProducer<byte[], byte[]>> producers = new EnumMap<>(DeliveryMode.class);
    final BlockingQueue<Transition> statuses = new LinkedBlockingQueue<>();
    final DeliveryEngine engine;

    EngineFixture(int maxInFlight) {
        this(maxInFlight, MAX_BLOCK, null);
    }

    EngineFixture(int maxInFlight, Duration maxBlock, DeliveryListener listener) {
        for (DeliveryMode mode : DeliveryMode.values()) {
            ScriptedProducer scripted = new ScriptedProducer();
            kafka.put(mode, scripted);
            producers.put(
                    mode,
                    ReliableProducer.builder(mode)
                            .clock(clock)
                            .circuitBreaker(new CircuitBreakerSettings(1, Duration.ofMinutes(1), 1))
                            .open(() -> scripted));
        }
        DeliverySettings settings = new DeliverySettings(
                maxInFlight, DELIVERY_TIMEOUT, maxBlock, Duration.ofMillis(1), Duration.ofMillis(5), 16);
        DeliveryListener queueing = new DeliveryListener() {
            @Override
            public void onStatus(AcceptedSend send, Transition status, Duration sinceAccepted) {
                statuses.add(status);
            }
        };
        engine = new DeliveryEngine(settings, producers, store, listener == null ? queueing : listener, clock);
    }

    AcceptedSend send(DeliveryMode mode, String eventId) {
        return TestSends.send(mode, ScriptedProducer.TOPIC, eventId, clock.instant());
    }

    /** Blocks until Kafka's client has the next send of the mode. */
    Callback nextSent(DeliveryMode mode) throws InterruptedException {
        return need(kafka.get(mode).open.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    /** Blocks until the next result is durable. */
    Transition nextStatus() throws InterruptedException {
        return need(statuses.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> T need(T value) {
        if (value == null) {
            throw new AssertionError("Not in time");
        }
        return value;
    }

    @Override
    public void close() {
        store.letGo();
        store.failWith(null);
        engine.close(Duration.ofMillis(200));
    }
}
