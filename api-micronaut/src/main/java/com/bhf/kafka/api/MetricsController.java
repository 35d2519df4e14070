package com.bhf.kafka.api;

import com.bhf.kafka.api.Wiring.Producers;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import java.util.Map;
import java.util.TreeMap;

/** The live counters as JSON; for Prometheus see the management port. */
@Controller("/api/v1/metrics")
final class MetricsController {
    private final Meters meters;
    private final Producers producers;
    private final DeliveryEngine engine;
    private final KeyMeters keys;

    MetricsController(Meters meters, Producers producers, DeliveryEngine engine, KeyMeters keys) {
        this.meters = meters;
        this.keys = keys;
        this.producers = producers;
        this.engine = engine;
    }

    /** Counters of one mode since the start. */
    @Serdeable
    record ModeCounters(long acknowledged, long notWritten, long unknown, int inFlight, String circuit) {}

    /** Open sends of one send type. */
    @Serdeable
    record SendTypeCounters(int inFlight) {}

    @Serdeable
    record Counters(
            String service,
            Map<String, ModeCounters> modes,
            Map<String, SendTypeCounters> sendTypes,
            KeyMeters.Counts idempotencyKeyTaken) {}

    @Get
    Counters metrics() {
        Map<String, ModeCounters> modes = new TreeMap<>();
        producers
                .byMode()
                .forEach((mode, producer) -> modes.put(
                        mode.wireName(),
                        counters(
                                mode,
                                producer.inFlight(),
                                producer.circuitState().name())));
        Map<String, SendTypeCounters> sendTypes = new TreeMap<>();
        sendTypes.put(SendMode.SYNC.wireName(), new SendTypeCounters(engine.directInFlight()));
        sendTypes.put(SendMode.ASYNC.wireName(), new SendTypeCounters(engine.durableInFlight()));
        return new Counters(ServiceInfo.NAME, modes, sendTypes, keys.counts());
    }

    private ModeCounters counters(DeliveryMode mode, int inFlight, String circuit) {
        Meters.Counts counts = meters.counts(mode);
        return new ModeCounters(counts.acknowledged(), counts.notWritten(), counts.unknown(), inFlight, circuit);
    }
}
