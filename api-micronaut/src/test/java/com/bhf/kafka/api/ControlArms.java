package com.bhf.kafka.api;

import com.bhf.kafka.api.Wiring.Producers;
import com.bhf.kafka.api.Wiring.StoppableEngine;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import com.bhf.kafka.producer.delivery.DeliveryListener;
import com.bhf.kafka.producer.delivery.DeliverySettings;
import com.bhf.kafka.producer.delivery.Retention;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.statusstore.StatusStoreSettings;
import com.bhf.kafka.statusstore.StatusStores;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The service without one of the things that make it truthful: what the crash test must find out. */
final class ControlArms {
    static final String PROPERTY = "control.arm";

    private ControlArms() {}

    /** What was open when the process died stays open. */
    @Factory
    @Requires(property = PROPERTY, value = NoRecovery.NAME)
    static final class NoRecovery {
        static final String NAME = "no-recovery";

        @Singleton
        @Bean(preDestroy = "close")
        @Replaces(value = StoppableEngine.class, factory = Wiring.class)
        StoppableEngine stoppableEngine(
                ServiceSettings service,
                ProducerSettings producer,
                Producers producers,
                StatusStore store,
                Clock clock) {
            DeliverySettings settings =
                    DeliverySettings.of(service.maxInFlight(), producer.deliveryTimeout(), producer.maxBlock());
            DeliveryEngine engine = new DeliveryEngine(
                    settings, service.redelivery(), producers.byMode(), store, null, DeliveryListener.NO_OP, clock);
            Retention retention = new Retention(store, service.retention(), Duration.ofMinutes(1), clock);
            return new StoppableEngine(engine, retention, service.stopTimeout());
        }
    }

    /** H2 writes what was committed half a second later, as it does by default. */
    @Factory
    @Requires(property = PROPERTY, value = WriteDelay.NAME)
    static final class WriteDelay {
        static final String NAME = "write-delay";

        @Singleton
        @Bean(preDestroy = "")
        @Replaces(value = StatusStore.class, factory = Wiring.class)
        StatusStore statusStore(StatusStoreSettings settings) throws SQLException {
            StatusStore store = StatusStores.open(settings); // which would refuse the setting
            try (Connection connection =
                            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                    Statement statement = connection.createStatement()) {
                statement.execute("SET WRITE_DELAY 500");
            }
            return store;
        }
    }

    /** The mode that is called idempotent sends as a plain producer with retries does. */
    @Factory
    @Requires(property = PROPERTY, value = PlainResend.NAME)
    static final class PlainResend {
        static final String NAME = "plain-resend";

        @Singleton
        @Replaces(value = Producers.class, factory = Wiring.class)
        Producers producers(ProducerSettings settings) {
            ReliableProducer<byte[], byte[]> idempotent = ReliableProducer.builder(DeliveryMode.IDEMPOTENT)
                    .open(() -> {
                        Map<String, Object> config = new HashMap<>(settings.configFor(DeliveryMode.IDEMPOTENT));
                        config.put("enable.idempotence", false);
                        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
                    });
            ReliableProducer<byte[], byte[]> plain = ReliableProducer.open(
                    settings, DeliveryMode.PLAIN, new ByteArraySerializer(), new ByteArraySerializer());
            return new Producers(Map.of(DeliveryMode.IDEMPOTENT, idempotent, DeliveryMode.PLAIN, plain));
        }
    }
}
