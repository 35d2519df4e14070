package com.bhf.kafka.producer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a listener's exceptions away from the send: counted, and logged the first time. */
final class GuardedListener implements ProducerListener {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedListener.class);

    private final ProducerListener delegate;
    private final AtomicLong failures = new AtomicLong();

    GuardedListener(ProducerListener delegate) {
        this.delegate = delegate;
    }

    @Override
    public void onOutcome(DeliveryMode mode, String topic, SendOutcome outcome, Duration elapsed) {
        guard(() -> delegate.onOutcome(mode, topic, outcome, elapsed));
    }

    @Override
    public void onCircuitChange(DeliveryMode mode, CircuitState from, CircuitState to) {
        guard(() -> delegate.onCircuitChange(mode, from, to));
    }

    @Override
    public void onProducerReplaced(DeliveryMode mode, Throwable cause) {
        guard(() -> delegate.onProducerReplaced(mode, cause));
    }

    long failures() {
        return failures.get();
    }

    private void guard(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            if (failures.incrementAndGet() == 1) {
                LOG.warn("event=listener-failed listener={} (further failures are only counted)", delegate, e);
            }
        }
    }
}
