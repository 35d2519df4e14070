package com.bhf.kafka.orders;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record that is to be processed.
 *
 * @param attempt which attempt this is, the first is 1
 * @param dueMillis not before, in milliseconds since the epoch
 */
record Delivery(ConsumerRecord<byte[], byte[]> record, Origin origin, int attempt, long dueMillis) {

    static Delivery of(ConsumerRecord<byte[], byte[]> record, Topics topics) {
        Headers headers = record.headers();
        Origin origin = new Origin(record.topic(), record.partition(), record.offset());
        int retries = 0;
        long due = 0;
        if (record.topic().equals(topics.retry())) {
            String topic = OrderHeaders.text(headers, OrderHeaders.ORIGINAL_TOPIC);
            origin = new Origin(
                    topic == null ? record.topic() : topic,
                    (int) OrderHeaders.number(headers, OrderHeaders.ORIGINAL_PARTITION, record.partition()),
                    OrderHeaders.number(headers, OrderHeaders.ORIGINAL_OFFSET, record.offset()));
            retries = (int) OrderHeaders.number(headers, OrderHeaders.RETRY_COUNT, 1);
            due = OrderHeaders.number(headers, OrderHeaders.RETRY_DUE, 0);
        }
        return new Delivery(record, origin, retries + 1, due);
    }

    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }

    long offset() {
        return record.offset();
    }

    byte @Nullable [] key() {
        return record.key();
    }

    byte @Nullable [] value() {
        return record.value();
    }

    Headers headers() {
        return record.headers();
    }

    int retries() {
        return attempt - 1;
    }

    /** Whether all of it fits into a retry or a dead letter, with what is added there. */
    boolean isOversized() {
        long size = OrderParser.size(key()) + OrderParser.size(value());
        for (Header header : headers()) {
            size += header.key().length() + OrderParser.size(header.value());
        }
        return size > OrderParser.MAX_BYTES;
    }
}
