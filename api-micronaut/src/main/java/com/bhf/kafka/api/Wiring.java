package com.bhf.kafka.api;

import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.ReliableProducer;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import com.bhf.kafka.producer.delivery.DeliverySettings;
import com.bhf.kafka.producer.delivery.RequestIds;
import com.bhf.kafka.producer.delivery.Retention;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.readback.LogReader;
import com.bhf.kafka.producer.topic.TopicDirectory;
import com.bhf.kafka.statusstore.StatusStoreSettings;
import com.bhf.kafka.statusstore.StatusStores;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Puts the parts together. */
@Factory
final class Wiring {
    static final String STORE_READERS = "store-readers";
    static final Duration READER_RETRY = Duration.ofSeconds(1);

    private static final Duration RETENTION_INTERVAL = Duration.ofMinutes(1);
    private static final int READER_THREADS = 4;
    private static final int WAITING_READS = 2_000;

    @Singleton
    @Requires(missingBeans = SettingsSource.class)
    SettingsSource environmentVariables() {
        return new SettingsSource(System.getenv());
    }

    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Singleton
    ServiceSettings serviceSettings(SettingsSource source, ProducerSettings producer) {
        return ServiceSettings.fromEnvironment(source.variables(), producer);
    }

    @Singleton
    ByteBudget batchMemory(ServiceSettings settings) {
        return new ByteBudget(settings.batches().memoryBytes());
    }

    @Singleton
    ProducerSettings producerSettings(SettingsSource source) {
        return ProducerSettings.fromEnvironment(source.variables());
    }

    @Singleton
    RequestIds requestIds(Clock clock) {
        return new RequestIds(clock);
    }

    @Singleton
    TopicDirectory topicDirectory(AdminClient admin, Clock clock, ServiceSettings settings) {
        return new TopicDirectory(admin, clock, settings.topicLookupTimeout(), settings.topicMaxAge());
    }

    @Singleton
    StatusStoreSettings statusStoreSettings(SettingsSource source) {
        return StatusStoreSettings.fromEnvironment(source.variables());
    }

    /** Closed by the engine, after its last commit. */
    @Singleton
    @Bean(preDestroy = "")
    StatusStore statusStore(StatusStoreSettings settings) {
        return StatusStores.open(settings);
    }

    @Singleton
    Producers producers(ProducerSettings settings, Clock clock, Meters meters) {
        Function<DeliveryMode, ReliableProducer<byte[], byte[]>> open = mode -> ReliableProducer.builder(mode)
                .clock(clock)
                .listener(meters)
                .open(settings, new ByteArraySerializer(), new ByteArraySerializer());
        Map<DeliveryMode, ReliableProducer<byte[], byte[]>> byMode =
                Arrays.stream(DeliveryMode.values()).collect(Collectors.toMap(mode -> mode, open));
        return new Producers(byMode);
    }

    /** One producer per mode; closed by the engine. */
    record Producers(Map<DeliveryMode, ReliableProducer<byte[], byte[]>> byMode) {}

    @Singleton
    @Bean(preDestroy = "close")
    StoppableEngine stoppableEngine(
            ServiceSettings service,
            ProducerSettings producer,
            Producers producers,
            StatusStore store,
            RequestLog log,
            Clock clock) {
        DeliverySettings settings =
                DeliverySettings.of(service.maxInFlight(), producer.deliveryTimeout(), producer.maxBlock());
        DeliveryEngine engine = new DeliveryEngine(
                settings, service.redelivery(), producers.byMode(), store, LogReader.of(producer), log, clock);
        Retention retention = new Retention(store, service.retention(), RETENTION_INTERVAL, clock);
        return new StoppableEngine(engine, retention, service.stopTimeout());
    }

    /** Closes the engine with the service's own bound, after what else uses the store. */
    record StoppableEngine(DeliveryEngine engine, Retention retention, Duration stopTimeout) implements AutoCloseable {
        @Override
        public void close() {
            retention.close();
            engine.close(stopTimeout);
        }
    }

    @Singleton
    @Bean(preDestroy = "")
    DeliveryEngine engine(StoppableEngine stoppable) {
        return stoppable.engine();
    }

    @Singleton
    @Named(STORE_READERS)
    @Bean(preDestroy = "shutdown")
    ExecutorService storeReaders() {
        return new ThreadPoolExecutor(
                READER_THREADS,
                READER_THREADS,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(WAITING_READS),
                task -> daemon(STORE_READERS, task));
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
