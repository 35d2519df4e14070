package com.bhf.kafka.api;

import com.bhf.kafka.lab.broker.RealBroker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** A record as a consumer finds it, with its texts read. */
record Landed(ConsumerRecord<byte[], byte[]> record) {

    static List<Landed> all(RealBroker broker, String topic) {
        return broker.readAll(topic).stream().map(Landed::new).toList();
    }

    /** How often each request-id is in the topic. */
    static Map<String, Long> counts(RealBroker broker, String topic) {
        return all(broker, topic).stream()
                .collect(Collectors.groupingBy(landed -> landed.header("request-id"), Collectors.counting()));
    }

    /** Null when the record has no such header. */
    String header(String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : text(header.value());
    }

    String key() {
        return text(record.key());
    }

    String value() {
        return text(record.value());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
