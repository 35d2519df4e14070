package com.bhf.kafka.api;

import com.bhf.kafka.producer.CircuitState;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerListener;
import com.bhf.kafka.producer.SendOutcome;
import com.bhf.kafka.producer.SendOutcome.Acknowledged;
import com.bhf.kafka.producer.SendOutcome.NotWritten;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts outcomes per mode. Labels are mode and outcome only: ids and keys would grow without bound. */
@Singleton
final class Meters implements ProducerListener {
    private static final Logger LOG = LoggerFactory.getLogger(Meters.class);

    private final Map<DeliveryMode, ModeMeters> modes = new EnumMap<>(DeliveryMode.class);

    Meters(MeterRegistry registry) {
        for (DeliveryMode mode : DeliveryMode.values()) {
            modes.put(mode, ModeMeters.in(registry, mode.wireName()));
        }
    }

    private record ModeMeters(
            Counter acknowledged, Counter notWritten, Counter unknown, Counter replaced, Timer duration) {

        static ModeMeters in(MeterRegistry registry, String mode) {
            return new ModeMeters(
                    sends(registry, mode, "acknowledged"),
                    sends(registry, mode, "not_written"),
                    sends(registry, mode, "unknown"),
                    registry.counter("producer_core_producers_replaced", "mode", mode),
                    registry.timer("producer_core_send_duration", "mode", mode));
        }

        private static Counter sends(MeterRegistry registry, String mode, String outcome) {
            return registry.counter("producer_core_sends", "mode", mode, "outcome", outcome);
        }

        Counter of(SendOutcome outcome) {
            if (outcome instanceof Acknowledged) {
                return acknowledged;
            }
            return outcome instanceof NotWritten ? notWritten : unknown;
        }
    }

    /** Outcomes of one mode since the start. */
    record Counts(long acknowledged, long notWritten, long unknown) {}

    Counts counts(DeliveryMode mode) {
        ModeMeters meters = of(mode);
        return new Counts(
                (long) meters.acknowledged().count(), (long) meters.notWritten().count(), (long)
                        meters.unknown().count());
    }

    private ModeMeters of(DeliveryMode mode) {
        ModeMeters meters = modes.get(mode);
        if (meters == null) {
            throw new IllegalStateException("No meters for " + mode);
        }
        return meters;
    }

    @Override
    public void onOutcome(DeliveryMode mode, String topic, SendOutcome outcome, Duration elapsed) {
        ModeMeters meters = of(mode);
        meters.of(outcome).increment();
        meters.duration().record(elapsed);
    }

    @Override
    public void onCircuitChange(DeliveryMode mode, CircuitState from, CircuitState to) {
        LOG.warn("event=circuit mode={} from={} to={}", mode.wireName(), from, to);
    }

    @Override
    public void onProducerReplaced(DeliveryMode mode, Throwable cause) {
        of(mode).replaced().increment();
    }
}
