package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.statusstore.StatusStoreSettings;
import com.bhf.kafka.statusstore.StatusStores;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The service with a store and producers that kill the process at a chosen point of a send with the eventId {@code fatal}. */
@Factory
@Requires(property = KillPoints.PROPERTY)
final class KillPoints {
    static final String PROPERTY = "kill.at";
    static final String FATAL_EVENT = "fatal";

    enum Point {
        BEFORE_THE_ROW,
        AFTER_THE_ROW,
        AFTER_SEND,
        AFTER_THE_ACK
    }

    @Singleton
    @Bean(preDestroy = "")
    @Replaces(value = StatusStore.class, factory = Wiring.class)
    StatusStore statusStore(StatusStoreSettings settings, @Value("${" + PROPERTY + "}") Point point) {
        return new KillingStore(StatusStores.open(settings), point);
    }

    @Singleton
    @Replaces(value = Wiring.Producers.class, factory = Wiring.class)
    Wiring.Producers producers(ProducerSettings settings, @Value("${" + PROPERTY + "}") Point point) {
        Map<DeliveryMode, ReliableProducer<byte[], byte[]>> byMode = new EnumMap<>(DeliveryMode.class);
        for (DeliveryMode mode : DeliveryMode.values()) {
            byMode.put(
                    mode,
                    ReliableProducer.builder(mode)
                            .open(() -> KillingProducer.around(
                                    new KafkaProducer<>(
                                            settings.configFor(mode),
                                            new ByteArraySerializer(),
                                            new ByteArraySerializer()),
                                    point)));
        }
        return new Wiring.Producers(byMode);
    }

    /** SIGKILL to this process; does not return. */
    static void die() {
        try {
            new ProcessBuilder(
                            "kill", "-9", String.valueOf(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            Thread.sleep(60_000);
        } catch (java.io.IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        throw new IllegalStateException("still alive after SIGKILL");
    }
}
