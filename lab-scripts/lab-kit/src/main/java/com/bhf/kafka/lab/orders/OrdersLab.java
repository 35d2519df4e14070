package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.broker.FreePorts;
import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.crash.ChildProcess;
import com.bhf.kafka.lab.crash.CrashTestException;
import com.bhf.kafka.lab.crash.Pause;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A broker, a database and instances of the service, all of this test alone. */
final class OrdersLab implements AutoCloseable {
    static final String ORDERS = "orders";
    static final String DEAD_LETTERS = "orders.DLT";
    static final String RETRIES = "orders.retry";
    static final int PARTITIONS = 6;

    private static final int OTHER_PARTITIONS = 3;
    private static final int TRIES = 300;
    /** A killed member is out of the group after two seconds, in either protocol. */
    private static final Map<String, String> BROKER = Map.of(
            "group.min.session.timeout.ms", "1000",
            "group.consumer.min.session.timeout.ms", "1000",
            "group.consumer.session.timeout.ms", "2000",
            "group.consumer.min.heartbeat.interval.ms", "100",
            "group.consumer.heartbeat.interval.ms", "500",
            "transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");

    private final OrdersTestOptions options;
    private final RealBroker broker;
    private final ChildProcess database;
    private final int databasePort = FreePorts.next();
    private final Path folder;
    private final List<OrdersInstance> instances = new ArrayList<>();

    OrdersLab(OrdersTestOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
        RealBroker.Builder builder = RealBroker.builder();
        BROKER.forEach(builder::setting);
        this.broker = builder.launch();
        this.database = new ChildProcess(
                "database",
                options.service()
                        .line(
                                "org.h2.tools.Server",
                                List.of(
                                        "-tcp",
                                        "-tcpPort",
                                        String.valueOf(databasePort),
                                        "-ifNotExists",
                                        "-baseDir",
                                        folder.toString())),
                Map.of(),
                folder);
        try {
            createTopics(ORDERS);
            database.start();
            awaitDatabase();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Those of a service whose first topic has this name. */
    void createTopics(String orders) {
        broker.createTopic(orders, PARTITIONS);
        broker.createTopic(orders + ".retry", OTHER_PARTITIONS);
        broker.createTopic(orders + ".DLT", OTHER_PARTITIONS);
        broker.createTopic(orders + ".DLT.replayed", 1, Map.of("cleanup.policy", "compact"));
    }

    private void awaitDatabase() {
        for (int i = 0; i < TRIES; i++) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), databasePort).close();
                return;
            } catch (IOException e) {
                Pause.of(Duration.ofMillis(100));
            }
        }
        throw new CrashTestException("the database does not answer" + database.logTail());
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Not started yet. */
    OrdersInstance instance(String name, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>();
        environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        environment.put("ORDERS_STORE_URL", "jdbc:h2:tcp://localhost:" + databasePort + "/orders");
        environment.put("ORDERS_GROUP_PROTOCOL", options.protocol());
        environment.put("ORDERS_SESSION_TIMEOUT_MS", "2000");
        environment.put("ORDERS_TRANSACTION_TIMEOUT_MS", "5000");
        environment.putAll(more);
        OrdersInstance instance = new OrdersInstance(name, options.service(), environment, folder);
        instances.add(instance);
        return instance;
    }

    @Override
    public void close() {
        instances.forEach(OrdersInstance::end);
        if (database.isAlive()) {
            database.kill();
        }
        broker.close();
    }
}
