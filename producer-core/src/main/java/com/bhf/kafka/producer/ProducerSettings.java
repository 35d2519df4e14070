package com.bhf.kafka.producer;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The settings of both producers. Immutable; refused as a whole when one value is not allowed. Names
 * and meanings are those of Kafka's {@link ProducerConfig}.
 *
 * @param bootstrapServers {@code host:port[,host:port...]}
 * @param requestTimeout how long one request may take; default 1 s
 * @param deliveryTimeout how long a record may take from the end of {@code send} to its outcome;
 *     default 2 min; at least {@code linger + requestTimeout}
 * @param retryBackoff first pause between two attempts of the client; default 100 ms
 * @param retries how often the client tries again; default 10, at least 1
 * @param linger how long a batch waits for more records; default 0
 * @param maxBlock how long {@code send} itself may block; default 2 s
 * @param acksPlain {@code acks} of the plain mode: {@code 1} (default) or {@code all}. The idempotent mode always
 *     has {@code all}. {@code 0} is refused: without an acknowledgement no outcome is ever known
 * @param clientId prefix of {@code client.id}
 * @param other further settings under Kafka's names, security included
 */
public record ProducerSettings(
        String bootstrapServers,
        Duration requestTimeout,
        Duration deliveryTimeout,
        Duration retryBackoff,
        int retries,
        Duration linger,
        Duration maxBlock,
        String acksPlain,
        String clientId,
        Map<String, String> other) {

    public ProducerSettings {
        other = Map.copyOf(other);
        if (bootstrapServers.isBlank()) {
            throw new InvalidSettingException("bootstrap.servers", bootstrapServers, "host:port[,host:port...]");
        }
        if (!acksPlain.equals("1") && !acksPlain.equals("all")) {
            throw new InvalidSettingException("acks of the plain mode", acksPlain, "1 or all");
        }
        if (retries < 1) {
            throw new InvalidSettingException("retries", retries, "1 or more");
        }
        requireMillis(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, requestTimeout, 1);
        requireMillis(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, deliveryTimeout, 1);
        requireMillis(ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlock, 1);
        requireMillis(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, retryBackoff, 0);
        requireMillis(ProducerConfig.LINGER_MS_CONFIG, linger, 0);
        requireNoneIsDecidedElsewhere(other);
        if (deliveryTimeout.compareTo(linger.plus(requestTimeout)) < 0) {
            throw new InvalidSettingException(
                    ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                    deliveryTimeout.toMillis(),
                    "at least linger.ms + request.timeout.ms = "
                            + linger.plus(requestTimeout).toMillis());
        }
    }

    /** All defaults, against the given brokers. */
    public static ProducerSettings of(String bootstrapServers) {
        return fromEnvironment(Map.of(EnvironmentReader.BOOTSTRAP, bootstrapServers));
    }

    /**
     * Reads {@code KAFKA_BOOTSTRAP_SERVERS}, {@code KAFKA_REQUEST_TIMEOUT_MS}, ... and any {@code
     * KAFKA_PRODUCER_*}, where {@code KAFKA_PRODUCER_BATCH_SIZE} stands for {@code batch.size}.
     *
     * @throws InvalidSettingException names the variable, its value and what is allowed
     */
    public static ProducerSettings fromEnvironment(Map<String, String> environment) {
        return new EnvironmentReader(environment).read();
    }

    /**
     * The configuration of one mode's {@code KafkaProducer}, checked by Kafka itself.
     *
     * @throws InvalidSettingException when Kafka refuses a value
     */
    public Map<String, Object> configFor(DeliveryMode mode) {
        Map<String, Object> config = new HashMap<>(other);
        config.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(requestTimeout));
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(deliveryTimeout));
        config.put(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, retryBackoff.toMillis());
        config.put(ProducerConfig.RETRIES_CONFIG, retries);
        config.put(ProducerConfig.LINGER_MS_CONFIG, linger.toMillis());
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, maxBlock.toMillis());
        // Both modes say it outright: with acks=1 and nothing said, Kafka turns idempotence off unasked.
        boolean idempotent = mode == DeliveryMode.IDEMPOTENT;
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, idempotent);
        config.put(ProducerConfig.ACKS_CONFIG, idempotent ? "all" : acksPlain);
        config.put(
                ProducerConfig.CLIENT_ID_CONFIG,
                clientId + "-" + mode.wireName() + "-"
                        + UUID.randomUUID().toString().substring(0, 8));
        check(config);
        return config;
    }

    /** How a consumer reaches the same brokers: for reading the log back, in no group, from uncommitted data on. */
    public Map<String, Object> consumerConfig() {
        Map<String, Object> config = new HashMap<>();
        other.forEach((name, value) -> {
            if (name.matches("(security|sasl|ssl|socket|reconnect|client\\.dns)\\..*")) {
                config.put(name, value);
            }
        });
        config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId + "-read-back");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }

    /** The largest record that Kafka's client takes, in bytes: {@code max.request.size}, default 1 MiB. */
    public int maxRequestSize() {
        return Integer.parseInt(other.getOrDefault(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, "1048576"));
    }

    /** Each value by Kafka's own definition first, which names the setting; then what must fit together. */
    private static void check(Map<String, Object> config) {
        Map<String, String> complete = new HashMap<>();
        config.forEach((name, value) -> complete.put(name, value.toString()));
        complete.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        complete.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        for (ConfigValue checked : ProducerConfig.configDef().validate(complete)) {
            if (!checked.errorMessages().isEmpty()) {
                String name = checked.name();
                Object shown = isSecret(name) ? "(hidden)" : String.valueOf(complete.get(name));
                throw new InvalidSettingException(variable(name), shown, reason(checked, shown));
            }
        }
        requireFewInFlight(complete);
        try {
            new ProducerConfig(new HashMap<String, Object>(complete));
        } catch (ConfigException e) {
            throw new InvalidSettingException("the Kafka producer's configuration", "", String.valueOf(e.getMessage()));
        }
    }

    /** Kafka would say so too, but name neither the setting as the user gave it nor its value. */
    private static void requireFewInFlight(Map<String, String> config) {
        String name = ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION;
        String value = config.getOrDefault(name, "5").strip();
        boolean idempotent = Boolean.parseBoolean(config.get(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG));
        if (idempotent && Integer.parseInt(value) > 5) {
            throw new InvalidSettingException(variable(name), value, "1 to 5, for the order of the idempotent mode");
        }
    }

    private static String variable(String kafkaName) {
        return "KAFKA_PRODUCER_" + kafkaName.toUpperCase(Locale.ROOT).replace('.', '_');
    }

    private static boolean isSecret(String name) {
        ConfigDef.ConfigKey key = ProducerConfig.configDef().configKeys().get(name);
        return key != null && key.type == ConfigDef.Type.PASSWORD;
    }

    private static String reason(ConfigValue checked, Object shown) {
        return shown.equals("(hidden)")
                ? "Kafka refuses it"
                : checked.errorMessages().get(0);
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }

    private static void requireMillis(String name, Duration value, int min) {
        if (value.compareTo(Duration.ofMillis(min)) < 0 || value.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            throw new InvalidSettingException(name, value, min + " to " + Integer.MAX_VALUE + " ms");
        }
    }

    /** They would be overwritten in silence. */
    private static void requireNoneIsDecidedElsewhere(Map<String, String> other) {
        other.forEach((name, value) -> {
            String instead = EnvironmentReader.NOT_PASSED_THROUGH.get(name);
            if (instead != null) {
                throw new InvalidSettingException(name, value, instead);
            }
        });
    }

    /** Shows no setting of {@link #other} but its name: values may be secrets. */
    @Override
    public String toString() {
        return "ProducerSettings[bootstrapServers=" + bootstrapServers + ", requestTimeout=" + requestTimeout
                + ", deliveryTimeout=" + deliveryTimeout + ", retryBackoff=" + retryBackoff + ", retries=" + retries
                + ", linger=" + linger + ", maxBlock=" + maxBlock + ", acksPlain=" + acksPlain + ", clientId="
                + clientId + ", other=" + other.keySet() + "]";
    }
}
