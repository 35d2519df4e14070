package com.bhf.kafka.lab.basic;

/** Reads Kafka's own metrics of a producer. */
final class ProducerMetric {
    private static final String GROUP = "producer-metrics";

    private ProducerMetric() {}

    /** 0 when there is no such metric, or no value yet. */
    static double of(OrderSender sender, String name) {
        return sender.producer().metrics().entrySet().stream()
                .filter(metric -> metric.getKey().group().equals(GROUP)
                        && metric.getKey().name().equals(name))
                .map(metric -> metric.getValue().metricValue())
                .filter(Double.class::isInstance)
                .mapToDouble(Double.class::cast)
                .filter(value -> !Double.isNaN(value))
                .sum();
    }
}
