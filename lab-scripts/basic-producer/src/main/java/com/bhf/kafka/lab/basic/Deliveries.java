package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.CircuitState;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ErrorKind;
import com.bhf.kafka.producer.ProducerListener;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.Failed;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The error handler: counts how sends end, and tells what the producer does besides. It hears of an end before the
 * caller does. Thread-safe.
 */
final class Deliveries implements ProducerListener {
    private final Screen screen;
    private final AtomicInteger acknowledged = new AtomicInteger();
    private final AtomicInteger notWritten = new AtomicInteger();
    private final AtomicInteger unknown = new AtomicInteger();
    private final ConcurrentSkipListMap<Integer, Integer> byPartition = new ConcurrentSkipListMap<>();
    private volatile boolean fatal;

    Deliveries(Screen screen) {
        this.screen = screen;
    }

    @Override
    public void onOutcome(DeliveryMode mode, String topic, SendOutcome outcome, Duration elapsed) {
        if (outcome instanceof Acknowledged ack) {
            acknowledged.incrementAndGet();
            byPartition.merge(ack.partition(), 1, Integer::sum);
        } else if (outcome instanceof NotWritten) {
            notWritten.incrementAndGet();
        } else {
            unknown.incrementAndGet();
        }
        if (outcome instanceof Failed failed && failed.kind() == ErrorKind.FATAL) {
            fatal = true;
        }
    }

    @Override
    public void onCircuitChange(DeliveryMode mode, CircuitState from, CircuitState to) {
        screen.warning("circuit breaker: " + from + " -> " + to);
    }

    int acknowledged() {
        return acknowledged.get();
    }

    int failed() {
        return notWritten.get() + unknown.get();
    }

    int unknown() {
        return unknown.get();
    }

    /** A send has failed in a way that leaves the producer unusable. */
    boolean fatal() {
        return fatal;
    }

    SortedMap<Integer, Integer> byPartition() {
        return new TreeMap<>(byPartition);
    }

    @Override
    public String toString() {
        return "acknowledged=" + acknowledged + " not-written=" + notWritten + " unknown=" + unknown;
    }
}
