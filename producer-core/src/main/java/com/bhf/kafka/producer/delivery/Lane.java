package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;

/**
 * Sends of one lane reach Kafka's client in the order in which they were accepted.
 *
 * @param patient its sends are tried for long, so that none whose caller waits may stand behind them
 */
record Lane(DeliveryMode mode, String topic, boolean patient) {

    static Lane patient(AcceptedSend send) {
        return new Lane(send.mode(), send.topic(), true);
    }

    static Lane waitedFor(AcceptedSend send) {
        return new Lane(send.mode(), send.topic(), false);
    }
}
