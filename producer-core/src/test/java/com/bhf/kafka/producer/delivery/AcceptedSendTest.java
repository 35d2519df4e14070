package com.bhf.kafka.producer.delivery;

import static com.bhf.kafka.producer.DeliveryMode.PLAIN;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AcceptedSendTest {

    @Test
    void shouldRefuseToMakeASendThatKafkaWouldRefuseLater() {
        assertThatThrownBy(() -> new AcceptedSend(
                        new RequestIds(Clock.systemUTC()).next(),
                        PLAIN,
                        "e",
                        "t",
                        -1,
                        null,
                        null,
                        List.of(),
                        Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("partition=-1");
        assertThatThrownBy(() -> TestSends.send(PLAIN, "t", "e", Instant.EPOCH.minusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("acceptedAt=");
    }
}
