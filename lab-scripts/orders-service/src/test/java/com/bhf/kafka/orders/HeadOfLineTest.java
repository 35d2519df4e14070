package com.bhf.kafka.orders;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Retries of one partition are due at different times: a late one in front must not keep the others. */
@ExtendWith(RealBrokerExtension.class)
class HeadOfLineTest {
    private static final int OTHERS = 50;
    private static final Duration LATE = Duration.ofSeconds(5);

    @Test
    void shouldProcessRetriesWhenTheyAreDueAlthoughOneBeforeThemIsNot(RealBroker broker) throws Exception {
        Map<String, String> service = RunningOrders.newService(broker);
        long begin = System.currentTimeMillis();
        try (RunningOrders orders = RunningOrders.start(service, "a", Map.of());
                KafkaProducer<String, String> producer = new KafkaProducer<>(
                        Map.of("bootstrap.servers", broker.bootstrapServers()),
                        new StringSerializer(),
                        new StringSerializer())) {
            String topic = service.get("ORDERS_TOPIC") + ".retry";
            producer.send(retry(topic, "LATE", begin + LATE.toMillis())).get();
            for (int i = 0; i < OTHERS; i++) {
                producer.send(retry(topic, "SOON-" + i, begin)).get();
            }

            orders.awaitEffect("SOON-" + (OTHERS - 1));
            Instant last = appliedAt(orders, "SOON-" + (OTHERS - 1));
            orders.awaitEffect("LATE");
            Instant late = appliedAt(orders, "LATE");

            System.out.println("measured: " + OTHERS + " retries behind one that was due "
                    + LATE.toMillis() + " ms after the begin were all processed "
                    + (last.toEpochMilli() - begin) + " ms after it, that one at "
                    + (late.toEpochMilli() - begin) + " ms");
            assertThat(late.toEpochMilli()).isGreaterThanOrEqualTo(begin + LATE.toMillis());
            assertThat(last).isBefore(late);
        }
    }

    private static ProducerRecord<String, String> retry(String topic, String id, long due) {
        ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, id, RunningOrders.order(id, "1"));
        record.headers().add(OrderHeaders.RETRY_DUE, String.valueOf(due).getBytes(UTF_8));
        record.headers().add(OrderHeaders.RETRY_COUNT, "1".getBytes(UTF_8));
        return record;
    }

    private static Instant appliedAt(RunningOrders orders, String id) {
        return Instant.parse((String) orders.get("/api/v1/orders/" + id).json().get("appliedAt"));
    }
}
