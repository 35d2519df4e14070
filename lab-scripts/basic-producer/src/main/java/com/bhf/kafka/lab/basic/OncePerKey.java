package com.bhf.kafka.lab.basic;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.delivery.AcceptedSend;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import com.bhf.kafka.producer.delivery.IdempotencyKey;
import com.bhf.kafka.producer.delivery.InMemoryStatusStore;
import com.bhf.kafka.producer.delivery.KeyedResult;
import com.bhf.kafka.producer.delivery.RequestIds;
import com.bhf.kafka.producer.delivery.SendHeader;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Sends once per key, with the delivery engine on a store that knows its keys as long as this process lives. */
record OncePerKey(DeliveryEngine engine, RequestIds ids, String topic) {

    static OncePerKey open(ProducerSettings settings, String topic) {
        DeliveryEngine engine = DeliveryEngine.open(settings, new InMemoryStatusStore(1_000));
        return new OncePerKey(engine, new RequestIds(Clock.systemUTC()), topic);
    }

    /** Blocks until the result is known, {@code max.block.ms * 2 + delivery.timeout.ms} at most. */
    KeyedResult send(String idempotencyKey, String key, String value, Map<String, String> headers) {
        List<SendHeader> all = headers.entrySet().stream()
                .map(header -> new SendHeader(header.getKey(), header.getValue()))
                .toList();
        AcceptedSend send = AcceptedSend.of(ids, DeliveryMode.IDEMPOTENT, topic, key, value.getBytes(UTF_8), all);
        return engine.send(send, IdempotencyKey.of(idempotencyKey, key, value)).join();
    }
}
