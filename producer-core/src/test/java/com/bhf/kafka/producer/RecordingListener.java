package com.bhf.kafka.producer;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;

/** Remembers what it hears. Thread-safe. */
final class RecordingListener implements ProducerListener {
    final List<SendOutcome> outcomes = new CopyOnWriteArrayList<>();
    final List<String> transitions = new CopyOnWriteArrayList<>();
    final BlockingQueue<Throwable> replacements = new LinkedBlockingQueue<>();

    @Override
    public void onOutcome(DeliveryMode mode, String topic, SendOutcome outcome, Duration elapsed) {
        outcomes.add(outcome);
    }

    @Override
    public void onCircuitChange(DeliveryMode mode, CircuitState from, CircuitState to) {
        transitions.add(from + "->" + to);
    }

    @Override
    public void onProducerReplaced(DeliveryMode mode, Throwable cause) {
        replacements.add(cause);
    }
}
