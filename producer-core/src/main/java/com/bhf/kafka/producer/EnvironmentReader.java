package com.bhf.kafka.producer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Reads {@link ProducerSettings} from environment variables. */
final class EnvironmentReader {
    static final String BOOTSTRAP = "KAFKA_BOOTSTRAP_SERVERS";
    private static final String PASS_THROUGH = "KAFKA_PRODUCER_";
    private static final Pattern SERVER = Pattern.compile("(?:[^\\s,:/]+|\\[[0-9a-fA-F:]+]):(\\d{1,5})");
    private static final int MAX_MILLIS = Integer.MAX_VALUE;

    /** Settings with a variable of their own, or that the delivery mode decides. */
    static final Map<String, String> NOT_PASSED_THROUGH = Map.ofEntries(
            Map.entry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "set " + BOOTSTRAP),
            Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "set KAFKA_REQUEST_TIMEOUT_MS"),
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "set KAFKA_DELIVERY_TIMEOUT_MS"),
            Map.entry(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "set KAFKA_RETRY_BACKOFF_MS"),
            Map.entry(ProducerConfig.RETRIES_CONFIG, "set KAFKA_RETRIES"),
            Map.entry(ProducerConfig.LINGER_MS_CONFIG, "set KAFKA_LINGER_MS"),
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "set KAFKA_MAX_BLOCK_MS"),
            Map.entry(ProducerConfig.CLIENT_ID_CONFIG, "set KAFKA_CLIENT_ID"),
            Map.entry(ProducerConfig.ACKS_CONFIG, "set KAFKA_ACKS_PLAIN; the idempotent mode has all"),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "the mode of a send decides it"),
            Map.entry(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "transactions are not used"),
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, "records are bytes here"),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, "records are bytes here"));

    private final Map<String, String> environment;

    EnvironmentReader(Map<String, String> environment) {
        this.environment = environment;
    }

    ProducerSettings read() {
        Duration requestTimeout = millis("KAFKA_REQUEST_TIMEOUT_MS", 1_000, 1);
        Duration linger = millis("KAFKA_LINGER_MS", 0, 0);
        long shortest = requestTimeout.plus(linger).toMillis();
        ProducerSettings settings = new ProducerSettings(
                bootstrap(),
                requestTimeout,
                millis("KAFKA_DELIVERY_TIMEOUT_MS", 120_000, shortest),
                millis("KAFKA_RETRY_BACKOFF_MS", 100, 0),
                (int) number("KAFKA_RETRIES", 10, 1),
                linger,
                millis("KAFKA_MAX_BLOCK_MS", 2_000, 1),
                acksPlain(),
                environment.getOrDefault("KAFKA_CLIENT_ID", "reliable-producer"),
                passedThrough());
        for (DeliveryMode mode : DeliveryMode.values()) {
            settings.configFor(mode);
        }
        return settings;
    }

    private String bootstrap() {
        String servers = environment.getOrDefault(BOOTSTRAP, "localhost:9092");
        for (String server : servers.split(",", -1)) {
            if (!isHostAndPort(server)) {
                throw new InvalidSettingException(BOOTSTRAP, servers, "host:port[,host:port...], ports 1 to 65535");
            }
        }
        return servers;
    }

    private static boolean isHostAndPort(String server) {
        Matcher matcher = SERVER.matcher(server);
        if (!matcher.matches()) {
            return false;
        }
        int port = Integer.parseInt(matcher.group(1));
        return port >= 1 && port <= 65_535;
    }

    private String acksPlain() {
        String acks = environment.getOrDefault("KAFKA_ACKS_PLAIN", "1");
        if (!acks.equals("1") && !acks.equals("all")) {
            throw new InvalidSettingException(
                    "KAFKA_ACKS_PLAIN", acks, "1 or all (with 0 no send would ever have a known outcome)");
        }
        return acks;
    }

    private Map<String, String> passedThrough() {
        Map<String, String> other = new HashMap<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (name.startsWith(PASS_THROUGH)) {
                String key = name.substring(PASS_THROUGH.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                String instead = NOT_PASSED_THROUGH.get(key);
                if (instead != null) {
                    throw new InvalidSettingException(name, value, instead);
                }
                other.put(key, value);
            }
        });
        return other;
    }

    private Duration millis(String name, long byDefault, long min) {
        return Duration.ofMillis(number(name, byDefault, min));
    }

    private long number(String name, long byDefault, long min) {
        // A default is checked too: it may not fit to what else is set, and is not stretched unasked.
        String text = environment.getOrDefault(name, Long.toString(byDefault)).strip();
        if (text.matches("\\d{1,10}")) {
            long value = Long.parseLong(text);
            if (value >= min && value <= MAX_MILLIS) {
                return value;
            }
        }
        throw new InvalidSettingException(name, text, "a whole number from " + min + " to " + MAX_MILLIS);
    }
}
