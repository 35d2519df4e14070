package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;

/** Sends of one lane reach Kafka's client in the order in which they were accepted. */
record Lane(DeliveryMode mode, String topic) {
    static Lane of(AcceptedSend send) {
        return new Lane(send.mode(), send.topic());
    }
}
