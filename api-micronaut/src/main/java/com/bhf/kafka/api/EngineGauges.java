package com.bhf.kafka.api;

import com.bhf.kafka.api.Wiring.Producers;
import com.bhf.kafka.producer.CircuitState;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerStartupEvent;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.common.MetricName;

/** Gauges of the engine, the breakers and Kafka's own producer metrics, read when they are scraped. */
@Singleton
final class EngineGauges implements ApplicationEventListener<ServerStartupEvent> {
    private static final String KAFKA_GROUP = "producer-metrics";
    private static final List<String> KAFKA_METRICS = List.of(
            "record-error-total",
            "record-retry-total",
            "buffer-available-bytes",
            "waiting-threads",
            "buffer-exhausted-total",
            "bufferpool-wait-time-ns-total",
            "record-queue-time-max",
            "requests-in-flight",
            "produce-throttle-time-avg");

    private final MeterRegistry registry;
    private final DeliveryEngine engine;
    private final Producers producers;

    EngineGauges(MeterRegistry registry, DeliveryEngine engine, Producers producers) {
        this.registry = registry;
        this.engine = engine;
        this.producers = producers;
    }

    @Override
    public void onApplicationEvent(ServerStartupEvent event) {
        gauge("status_store_pending_records", "all", engine, DeliveryEngine::durableInFlight);
        producers.byMode().forEach(this::register);
    }

    private void register(DeliveryMode mode, ReliableProducer<byte[], byte[]> producer) {
        String name = mode.wireName();
        gauge("producer_core_inflight_records", name, producer, ReliableProducer::inFlight);
        gauge("producer_core_circuit_open", name, producer, p -> p.circuitState() == CircuitState.OPEN ? 1 : 0);
        for (String metric : KAFKA_METRICS) {
            gauge("kafka_producer_" + metric.replace('-', '_'), name, producer, p -> kafka(p, metric));
        }
    }

    private <T> void gauge(String name, String mode, T source, ToDoubleFunction<T> value) {
        Gauge.builder(name, source, value).tag("mode", mode).register(registry);
    }

    private static double kafka(ReliableProducer<byte[], byte[]> producer, String metric) {
        return producer.metrics().entrySet().stream()
                .filter(entry -> isMetric(entry.getKey(), metric))
                .map(entry -> entry.getValue().metricValue())
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue())
                .findFirst()
                .orElse(Double.NaN);
    }

    private static boolean isMetric(MetricName name, String metric) {
        return name.name().equals(metric) && name.group().equals(KAFKA_GROUP);
    }
}
