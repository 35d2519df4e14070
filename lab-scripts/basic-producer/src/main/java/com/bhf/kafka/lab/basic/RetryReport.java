package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.ProducerSettings;

/** What Kafka's client did by itself before a send failed. */
record RetryReport(ProducerSettings settings, OrderSender sender, KafkaLogHandler log, Screen screen) {

    void print() {
        screen.heading("What the retries did");
        screen.line("  It could not connect " + log.failedConnections() + " times. Records sent again: "
                + (long) ProducerMetric.of(sender, "record-retry-total") + ", of " + settings.retries()
                + " retries (KAFKA_RETRIES) that each may have.");
        screen.line("  A retry is a record sent again to a broker that had been reached. While none is, time decides:");
        screen.line("  max.block.ms=" + settings.maxBlock().toMillis() + " until the client takes the record, then"
                + " delivery.timeout.ms=" + settings.deliveryTimeout().toMillis() + " until the outcome is unknown.");
        if (log.failedConnections() > 0) {
            screen.line("  Next: lab-scripts/up.sh starts Kafka; --bootstrap-servers names another one.");
        }
    }
}
