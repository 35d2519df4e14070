package com.bhf.kafka.orders;

import com.bhf.kafka.producer.ProducerSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import java.util.random.RandomGenerator;

/**
 * Settings of the service. Immutable.
 *
 * @param instance {@code ORDERS_INSTANCE}: its name, of which its transactional id is made, so no two instances may
 *     have the same; default host name and port
 * @param httpProducer {@code ORDERS_HTTP_PRODUCER}: whether orders are taken over HTTP; default true
 * @param topics {@code ORDERS_TOPIC}: the first topic, after which the others are named; default {@code orders}
 * @param group {@code ORDERS_GROUP}: default {@code orders-consumer-group}
 * @param protocol {@code ORDERS_GROUP_PROTOCOL}: {@code classic} (default, cooperative-sticky) or {@code consumer}
 * @param sessionTimeout {@code ORDERS_SESSION_TIMEOUT_MS}: after how long without a heartbeat a member is out; of the
 *     classic protocol only; 500 to 1,800,000, default 10,000
 * @param transactionTimeout {@code ORDERS_TRANSACTION_TIMEOUT_MS}: after how long the broker ends a transaction that
 *     nobody goes on with; 1,000 to 900,000, default 10,000
 * @param commitInterval {@code ORDERS_COMMIT_INTERVAL_MS}: how long what is processed may wait for its commit; 1 to
 *     60,000, default 500
 * @param retryWindow {@code ORDERS_RETRY_WINDOW}: how far a partition is read ahead of its first record that is not
 *     done; 100 to 20,000, default 5,000
 */
record OrdersSettings(
        String instance,
        boolean httpProducer,
        Topics topics,
        String group,
        GroupProtocol protocol,
        Duration sessionTimeout,
        Duration transactionTimeout,
        Duration commitInterval,
        int retryWindow,
        RetryPolicy retry,
        StoreSettings store) {
    private static final String NAME = "[a-zA-Z0-9._-]{1,200}";
    private static final String NAME_ALLOWED = "1 to 200 letters, digits, '.', '_' and '-'";

    static OrdersSettings from(Variables variables) {
        int port = variables.number("SERVER_PORT", 18_082, 0, 65_535);
        return new OrdersSettings(
                variables.matching("ORDERS_INSTANCE", hostName() + "-" + port, NAME, NAME_ALLOWED),
                variables.flag("ORDERS_HTTP_PRODUCER", true),
                new Topics(variables.matching("ORDERS_TOPIC", "orders", NAME, NAME_ALLOWED)),
                variables.matching("ORDERS_GROUP", "orders-consumer-group", NAME, NAME_ALLOWED),
                protocol(variables),
                variables.millis("ORDERS_SESSION_TIMEOUT_MS", 10_000, 500, 1_800_000),
                variables.millis("ORDERS_TRANSACTION_TIMEOUT_MS", 10_000, 1_000, 900_000),
                variables.millis("ORDERS_COMMIT_INTERVAL_MS", 500, 1, 60_000),
                variables.number("ORDERS_RETRY_WINDOW", 5_000, 100, 20_000),
                RetryPolicy.from(variables, RandomGenerator.getDefault()),
                StoreSettings.from(variables));
    }

    /** Checks all settings, also those that others read by themselves. */
    static void check(Variables variables) {
        from(variables);
        variables.number("MAX_REQUEST_BYTES", 65_536, 1, 1_048_576);
        ProducerSettings.fromEnvironment(variables.values());
    }

    private static GroupProtocol protocol(Variables variables) {
        String name =
                variables.matching("ORDERS_GROUP_PROTOCOL", "classic", "(?i)classic|consumer", "classic or consumer");
        return GroupProtocol.valueOf(name.toUpperCase(Locale.ROOT));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^a-zA-Z0-9._-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
