package com.bhf.kafka.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProducerSettingsTest {
    private static final String SECRET = "hunter2-do-not-print";

    @Test
    void shouldHaveTheDocumentedDefaultsWhenTheEnvironmentIsEmpty() {
        // When
        ProducerSettings settings = ProducerSettings.fromEnvironment(Map.of());

        // Then
        assertThat(settings)
                .isEqualTo(new ProducerSettings(
                        "localhost:9092",
                        Duration.ofMillis(1_000),
                        Duration.ofMillis(120_000),
                        Duration.ofMillis(100),
                        10,
                        Duration.ZERO,
                        Duration.ofMillis(2_000),
                        "1",
                        "reliable-producer",
                        Map.of()));
    }

    @Test
    void shouldReadEachVariableWhenSet() {
        // Given
        Map<String, String> environment = Map.ofEntries(
                Map.entry("KAFKA_BOOTSTRAP_SERVERS", "a:1,b.example:65535,[::1]:9092"),
                Map.entry("KAFKA_REQUEST_TIMEOUT_MS", "2000"),
                Map.entry("KAFKA_DELIVERY_TIMEOUT_MS", "2005"),
                Map.entry("KAFKA_RETRY_BACKOFF_MS", "7"),
                Map.entry("KAFKA_RETRIES", "3"),
                Map.entry("KAFKA_LINGER_MS", "5"),
                Map.entry("KAFKA_MAX_BLOCK_MS", "11"),
                Map.entry("KAFKA_ACKS_PLAIN", "all"),
                Map.entry("KAFKA_CLIENT_ID", "me"),
                Map.entry("KAFKA_PRODUCER_BATCH_SIZE", "1234"),
                Map.entry("KAFKA_PRODUCER_SASL_MECHANISM", "PLAIN"),
                Map.entry("PATH", "/bin"));

        // When
        ProducerSettings settings = ProducerSettings.fromEnvironment(environment);

        // Then
        assertThat(settings)
                .isEqualTo(new ProducerSettings(
                        "a:1,b.example:65535,[::1]:9092",
                        Duration.ofMillis(2_000),
                        Duration.ofMillis(2_005),
                        Duration.ofMillis(7),
                        3,
                        Duration.ofMillis(5),
                        Duration.ofMillis(11),
                        "all",
                        "me",
                        Map.of("batch.size", "1234", "sasl.mechanism", "PLAIN")));
    }

    @ParameterizedTest
    @CsvSource({
        "KAFKA_REQUEST_TIMEOUT_MS, 0",
        "KAFKA_REQUEST_TIMEOUT_MS, -1",
        "KAFKA_REQUEST_TIMEOUT_MS, 1.5",
        "KAFKA_REQUEST_TIMEOUT_MS, 1_000",
        "KAFKA_REQUEST_TIMEOUT_MS, 1s",
        "KAFKA_REQUEST_TIMEOUT_MS, ''",
        "KAFKA_REQUEST_TIMEOUT_MS, ١٠٠٠",
        "KAFKA_REQUEST_TIMEOUT_MS, 2147483648",
        "KAFKA_REQUEST_TIMEOUT_MS, 99999999999999999999",
        "KAFKA_DELIVERY_TIMEOUT_MS, 999",
        "KAFKA_RETRY_BACKOFF_MS, -1",
        "KAFKA_RETRIES, 0",
        "KAFKA_RETRIES, many",
        "KAFKA_LINGER_MS, -5",
        "KAFKA_MAX_BLOCK_MS, 0",
        "KAFKA_ACKS_PLAIN, 0",
        "KAFKA_ACKS_PLAIN, ALL",
        "KAFKA_ACKS_PLAIN, -1",
        "KAFKA_BOOTSTRAP_SERVERS, ''",
        "KAFKA_BOOTSTRAP_SERVERS, localhost",
        "KAFKA_BOOTSTRAP_SERVERS, localhost:kafka",
        "KAFKA_BOOTSTRAP_SERVERS, http://localhost:9092",
        "KAFKA_BOOTSTRAP_SERVERS, localhost:99999",
        "KAFKA_BOOTSTRAP_SERVERS, localhost:0",
        "KAFKA_BOOTSTRAP_SERVERS, 'a:1,'",
        "KAFKA_BOOTSTRAP_SERVERS, 'a:1, b:2'",
        "KAFKA_PRODUCER_BATCH_SIZE, big",
        "KAFKA_PRODUCER_BATCH_SIZE, -1",
        "KAFKA_PRODUCER_COMPRESSION_TYPE, brotli",
        "KAFKA_PRODUCER_SECURITY_PROTOCOL, TLS",
        "KAFKA_PRODUCER_MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 6",
        "KAFKA_PRODUCER_ACKS, all",
        "KAFKA_PRODUCER_ENABLE_IDEMPOTENCE, true",
        "KAFKA_PRODUCER_TRANSACTIONAL_ID, t",
        "KAFKA_PRODUCER_LINGER_MS, 1",
        "KAFKA_PRODUCER_KEY_SERIALIZER, x"
    })
    void shouldNameVariableValueAndWhatIsAllowedWhenAValueIsBad(String variable, String value) {
        // When
        InvalidSettingException refused = catchThrowableOfType(
                InvalidSettingException.class, () -> ProducerSettings.fromEnvironment(Map.of(variable, value)));

        // Then
        assertThat(refused.setting()).isEqualTo(variable);
        assertThat(refused).hasMessageMatching("(?s)\\Q" + variable + "=" + value + "\\E is not allowed: .+");
    }

    @Test
    void shouldRefuseTheDefaultWhenItDoesNotFitToAnotherSetting() {
        // Given a request timeout above the default delivery timeout
        Map<String, String> environment = Map.of("KAFKA_REQUEST_TIMEOUT_MS", "120001");

        // When
        InvalidSettingException refused = catchThrowableOfType(
                InvalidSettingException.class, () -> ProducerSettings.fromEnvironment(environment));

        // Then
        assertThat(refused).hasMessageStartingWith("KAFKA_DELIVERY_TIMEOUT_MS=120000 is not allowed: ");
    }

    @Test
    void shouldSayOutrightThatItIsIdempotentWhenTheModeIs() {
        // When
        Map<String, Object> config = ProducerSettings.of("k:1").configFor(DeliveryMode.IDEMPOTENT);

        // Then
        assertThat(config)
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.RETRIES_CONFIG, 10)
                .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, 2_000L);
        assertThat(config.get(ProducerConfig.CLIENT_ID_CONFIG).toString()).startsWith("reliable-producer-idempotent-");
    }

    @Test
    void shouldSayOutrightThatItIsNotIdempotentWhenTheModeIsPlain() {
        // When
        Map<String, Object> config = ProducerSettings.of("k:1").configFor(DeliveryMode.PLAIN);

        // Then
        assertThat(config)
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, false)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "1");
    }

    @Test
    void shouldKeepAcksAllWhenOnlyThePlainModeIsWeakened() {
        // Given
        ProducerSettings settings = ProducerSettings.fromEnvironment(Map.of("KAFKA_ACKS_PLAIN", "1"));

        // When
        Object acks = settings.configFor(DeliveryMode.IDEMPOTENT).get(ProducerConfig.ACKS_CONFIG);

        // Then
        assertThat(acks).isEqualTo("all");
    }

    @ParameterizedTest
    @EnumSource(DeliveryMode.class)
    void shouldPassOtherSettingsThroughWhenGiven(DeliveryMode mode) {
        // Given
        ProducerSettings settings = ProducerSettings.fromEnvironment(Map.of(
                "KAFKA_PRODUCER_MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION", "5",
                "KAFKA_PRODUCER_SASL_JAAS_CONFIG", SECRET,
                "KAFKA_PRODUCER_SSL_KEYSTORE_PASSWORD", SECRET));

        // When
        Map<String, Object> config = settings.configFor(mode);

        // Then
        assertThat(config)
                .containsEntry("max.in.flight.requests.per.connection", "5")
                .containsEntry("sasl.jaas.config", SECRET)
                .containsEntry("ssl.keystore.password", SECRET);
    }

    @Test
    void shouldNotPrintASecretWhenPrinted() {
        // Given
        ProducerSettings settings = ProducerSettings.fromEnvironment(Map.of(
                "KAFKA_PRODUCER_SASL_JAAS_CONFIG", SECRET,
                "KAFKA_PRODUCER_SSL_KEY_PASSWORD", SECRET,
                "KAFKA_PRODUCER_SSL_TRUSTSTORE_PASSWORD", SECRET));

        // When
        String text = settings.toString();

        // Then
        assertThat(text).contains("sasl.jaas.config", "localhost:9092").doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KAFKA_PRODUCER_BATCH_SIZE=x",
                "KAFKA_PRODUCER_MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION=6",
                "KAFKA_PRODUCER_SASL_LOGIN_CLASS=no.such.Class"
            })
    void shouldNotPrintASecretWhenAnotherValueIsRefused(String bad) {
        // Given
        Map<String, String> environment = Map.of(
                bad.replaceFirst("=.*", ""),
                bad.replaceFirst(".*=", ""),
                "KAFKA_PRODUCER_SASL_JAAS_CONFIG",
                SECRET,
                "KAFKA_PRODUCER_SSL_KEYSTORE_PASSWORD",
                SECRET);

        // When
        InvalidSettingException refused = catchThrowableOfType(
                InvalidSettingException.class, () -> ProducerSettings.fromEnvironment(environment));

        // Then
        assertThat(refused).hasMessageContaining(bad).message().doesNotContain(SECRET);
    }

    @ParameterizedTest
    @ValueSource(strings = {"acks", "enable.idempotence", "transactional.id", "linger.ms", "bootstrap.servers"})
    void shouldRefuseASettingThatWouldBeOverwrittenInSilence(String name) {
        assertThatThrownBy(() -> with(Duration.ofSeconds(1), Duration.ZERO, Map.of(name, "x")))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith(name + "=x is not allowed");
    }

    @Test
    void shouldNameTheSettingWhenADurationIsOutOfRange() {
        assertThatThrownBy(() -> with(Duration.ofSeconds(1), Duration.ofMillis(-1), Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("linger.ms=");
        assertThatThrownBy(() -> with(Duration.ofDays(365_000_000_000L), Duration.ZERO, Map.of()))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageStartingWith("request.timeout.ms=");
    }

    private static ProducerSettings with(Duration requestTimeout, Duration linger, Map<String, String> other) {
        return new ProducerSettings(
                "k:1",
                requestTimeout,
                Duration.ofMinutes(2),
                Duration.ofMillis(100),
                10,
                linger,
                Duration.ofSeconds(2),
                "1",
                "c",
                other);
    }

    /** Regression guard: in Turkish, "I" in lower case has no dot. */
    @Test
    void shouldReadTheSameWhenTheLocaleIsTurkish() {
        // Given
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr-TR"));
        try {

            // When
            ProducerSettings settings =
                    ProducerSettings.fromEnvironment(Map.of("KAFKA_PRODUCER_METADATA_MAX_IDLE_MS", "6000"));

            // Then
            assertThat(settings.other()).containsEntry("metadata.max.idle.ms", "6000");
            assertThat(DeliveryMode.IDEMPOTENT.wireName()).isEqualTo("idempotent");
            assertThat(DeliveryMode.parse("iDempotent")).contains(DeliveryMode.IDEMPOTENT);
            assertThat(DeliveryMode.parse("plain")).contains(DeliveryMode.PLAIN);
            assertThat(DeliveryMode.parse("\u0130dempotent")).isEmpty();
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldRefuseBreakerSettingsWhenOutOfRange() {
        assertThat(CircuitBreakerSettings.defaults())
                .isEqualTo(new CircuitBreakerSettings(5, Duration.ofMinutes(1), 3));
        assertThatThrownBy(() -> new CircuitBreakerSettings(0, Duration.ofMinutes(1), 3))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("failuresInARow=0");
        assertThatThrownBy(() -> new CircuitBreakerSettings(5, Duration.ofNanos(999_999), 3))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("openFor=");
        assertThatThrownBy(() -> new CircuitBreakerSettings(5, Duration.ofMinutes(1), 0))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("trials=0");
    }
}
