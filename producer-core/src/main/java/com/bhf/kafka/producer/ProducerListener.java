package com.bhf.kafka.producer;

import java.time.Duration;

/**
 * Hears what a {@link ReliableProducer} does; the hook for metrics.
 *
 * <p>Methods run on the thread that saw the event, mostly Kafka's I/O thread: they must return at once
 * and must not block. An exception thrown by a method is caught, counted, and logged the first time;
 * it changes no outcome. Methods run concurrently.
 */
public interface ProducerListener {
    /** Hears nothing. */
    ProducerListener NO_OP = new ProducerListener() {};

    /**
     * A send has ended.
     *
     * @param elapsed from the call of {@code send} to its end; zero when it was refused at once
     */
    default void onOutcome(DeliveryMode mode, String topic, SendOutcome outcome, Duration elapsed) {}

    default void onCircuitChange(DeliveryMode mode, CircuitState from, CircuitState to) {}

    /** A producer in a fatal state was replaced by a new one. */
    default void onProducerReplaced(DeliveryMode mode, Throwable cause) {}
}
