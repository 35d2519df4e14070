package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.IDEMPOTENT;
import static com.bhf.kafka.producer.delivery.EngineFixture.get;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import com.bhf.kafka.producer.RealKafka;
import com.bhf.kafka.producer.delivery.KeyedResult.Earlier;
import com.bhf.kafka.producer.delivery.KeyedResult.Fresh;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The engine as a service opens it that has no wishes. */
@ExtendWith(RealBrokerExtension.class)
class EmbeddedEngineTest {

    @Test
    void shouldMakeOneRecordWhenARequestIsMadeTwiceUnderOneKey(RealBroker broker) throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 1);
        RequestIds ids = new RequestIds(Clock.systemUTC());
        DeliveryEngine engine = DeliveryEngine.open(RealKafka.settings(broker), new InMemoryStatusStore(10));
        AcceptedSend first = send(ids, topic);

        // When
        KeyedResult sent = get(engine.send(first, IdempotencyKey.of("order-1", topic, "paid")));
        KeyedResult again = get(engine.send(send(ids, topic), IdempotencyKey.of("order-1", topic, "paid")));
        engine.close(Duration.ofSeconds(2));

        // Then
        SendStatus status = ((Fresh) sent).status();
        assertThat(status.state()).isEqualTo(SendState.OK);
        assertThat(again).isEqualTo(new Earlier(status));
        assertThat(broker.readAll(topic)).singleElement().satisfies(record -> {
            assertThat(header(record, "request-id")).isEqualTo(first.requestId().toString());
            assertThat(header(record, "source")).isEqualTo("test");
            assertThat(record.timestamp()).isEqualTo(first.acceptedAt().toEpochMilli());
        });
    }

    private static AcceptedSend send(RequestIds ids, String topic) {
        return AcceptedSend.of(
                ids, IDEMPOTENT, topic, "k", "paid".getBytes(UTF_8), List.of(new SendHeader("source", "test")));
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
