package com.bhf.kafka.orders;

import com.bhf.kafka.producer.ProducerSettings;
import io.micronaut.context.annotation.Replaces;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The service without one of the things that make it right: what the test of the service must find out. */
final class ControlArms {
    static final String PROPERTY = "control.arm";

    private ControlArms() {}

    /** What is read counts as done, for so long before it is that a kill hardly ever misses. */
    @Singleton
    @Replaces(ConsumerFactory.class)
    @Requires(property = PROPERTY, value = CommitFirst.NAME)
    static final class CommitFirst extends ConsumerFactory {
        static final String NAME = "commit-first";

        CommitFirst(ProducerSettings producerSettings, OrdersSettings settings) {
            super(producerSettings, settings);
        }

        @Override
        Consumer<byte[], byte[]> open(Map<String, Object> config) {
            return config.containsKey("group.id") ? new CommittingConsumer(config) : super.open(config);
        }
    }

    private static final class CommittingConsumer extends KafkaConsumer<byte[], byte[]> {
        private static final Duration COMMITTED_ONLY = Duration.ofMillis(600);

        CommittingConsumer(Map<String, Object> config) {
            super(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        }

        @Override
        public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
            ConsumerRecords<byte[], byte[]> records = super.poll(timeout);
            if (!records.isEmpty()) {
                super.commitSync();
                LockSupport.parkNanos(COMMITTED_ONLY.toNanos());
            }
            return records;
        }

        @Override
        public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
            // It has committed already.
        }
    }

    /** An order that comes twice has its effect twice. */
    @Singleton
    @Replaces(OrderStore.class)
    @Requires(property = PROPERTY, value = NoDedupe.NAME)
    static final class NoDedupe implements OrderStore {
        static final String NAME = "no-dedupe";

        private final OrderStore store;
        private final StoreSettings settings;

        NoDedupe(OrdersSettings settings, Clock clock) {
            this.settings = settings.store();
            this.store = JdbcOrderStore.open(settings.store(), settings.instance(), clock);
        }

        @Override
        public List<Boolean> apply(List<Incoming> orders) {
            List<Boolean> applied = store.apply(orders);
            for (int i = 0; i < applied.size(); i++) {
                if (!applied.get(i)) {
                    addAgain(orders.get(i).order().amount());
                }
            }
            return applied;
        }

        private void addAgain(BigDecimal amount) {
            try (Connection connection =
                            DriverManager.getConnection(settings.url(), settings.user(), settings.password());
                    PreparedStatement update = connection.prepareStatement(
                            "update order_totals set orders = orders + 1, amount = amount + ?")) {
                update.setBigDecimal(1, amount);
                update.executeUpdate();
            } catch (SQLException e) {
                throw new StoreUnavailableException("control arm", e);
            }
        }

        @Override
        public Optional<AppliedOrder> find(String orderId) {
            return store.find(orderId);
        }

        @Override
        public Totals totals() {
            return store.totals();
        }

        @Override
        public Simulation simulation() {
            return store.simulation();
        }

        @Override
        public void simulate(Simulation simulation) {
            store.simulate(simulation);
        }
    }
}
