package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.SendOutcome;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** All that embeds producer-core: one idempotent producer, which says of each order what is known about the log. */
final class OrderIntake implements AutoCloseable {
    private final ReliableProducer<byte[], byte[]> producer;
    private final Topics topics;

    OrderIntake(ProducerSettings producerSettings, OrdersSettings settings) {
        this.producer = ReliableProducer.open(
                producerSettings, DeliveryMode.IDEMPOTENT, new ByteArraySerializer(), new ByteArraySerializer());
        this.topics = settings.topics();
    }

    /** Orders of one id go to one partition. May block as {@link ReliableProducer#send} does; never fails. */
    CompletableFuture<SendOutcome> accept(Order order, byte[] json) {
        return producer.send(
                new ProducerRecord<>(topics.orders(), order.orderId().getBytes(UTF_8), json));
    }

    CompletableFuture<SendOutcome> refuse(ProducerRecord<byte[], byte[]> deadLetter) {
        return producer.send(deadLetter);
    }

    /** Waits up to 10 s for what is on its way. */
    @Override
    public void close() {
        producer.close();
    }
}
