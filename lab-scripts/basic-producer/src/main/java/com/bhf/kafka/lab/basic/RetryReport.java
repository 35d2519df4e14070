package com.bhf.kafka.lab.basic;

import com.bhf.kafka.producer.ProducerSettings;

/** What Kafka's client did by itself before a send failed. */
record RetryReport(ProducerSettings settings, int failedConnections, long sentAgain) {

    /** To be taken before the producer is closed. */
    static RetryReport of(ProducerSettings settings, OrderSender sender, KafkaLogHandler log) {
        return new RetryReport(
                settings, log.failedConnections(), (long) ProducerMetric.of(sender, "record-retry-total"));
    }

    /** Nothing when the retries had nothing to do with it. */
    void print(Screen screen) {
        if (failedConnections == 0 && sentAgain == 0) {
            return;
        }
        screen.heading("What the retries did");
        screen.line("connections that failed: " + failedConnections + "; records sent again: " + sentAgain
                + " (KAFKA_RETRIES=" + settings.retries() + ")");
        screen.line(
                "A retry is a record that is sent again. Without a connection none is sent, so none is counted, and");
        screen.line("time decides: max.block.ms=" + settings.maxBlock().toMillis()
                + " until Kafka's client takes the record, then delivery.timeout.ms="
                + settings.deliveryTimeout().toMillis() + ".");
    }
}
