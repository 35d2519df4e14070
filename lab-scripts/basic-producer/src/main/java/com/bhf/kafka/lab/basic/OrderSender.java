package com.bhf.kafka.lab.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.producer.CloseReport;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerListener;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** All that a service needs to send with producer-core. The rest of this module is the lab around it. Thread-safe. */
record OrderSender(ReliableProducer<String, String> producer, String topic) {

    /** Does not wait for a broker. */
    static OrderSender open(ProducerSettings settings, DeliveryMode mode, String topic, ProducerListener listener) {
        return new OrderSender(
                ReliableProducer.builder(mode)
                        .listener(listener)
                        .open(settings, new StringSerializer(), new StringSerializer()),
                topic);
    }

    /** Completes within {@code max.block.ms + delivery.timeout.ms}; {@code join()} it to wait for the broker. */
    CompletableFuture<SendOutcome> send(@Nullable String key, String value, Map<String, String> headers) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return producer.send(record);
    }

    /** Flushes what is batched, waits for what is open up to the bound, and says how much of it has no ack. */
    CloseReport flushAndClose(Duration bound) {
        return producer.close(bound);
    }
}
