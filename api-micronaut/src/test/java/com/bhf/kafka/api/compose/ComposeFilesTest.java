package com.bhf.kafka.api.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The compose files of lab-scripts/docker, without containers. */
class ComposeFilesTest {
    private static final String CLUSTER = "compose.cluster.yaml";
    private static final String ORDERS = "compose.orders.yaml";

    /** For each rule, one key of one service in another way. */
    static Stream<Arguments> plants() {
        return Stream.of(
                Arguments.of(Rule.KEYS_ARE_KNOWN, "kafka", "{restrat: always}"),
                Arguments.of(Rule.VARIABLES_ARE_READ, "m02-java-api", "{environment: {KAFKA_RETRYS: 3}}"),
                Arguments.of(Rule.VARIABLES_ARE_READ, "m02-java-api", "{environment: {KAFKA_PRODUCER_BATCH_SIZES: 3}}"),
                Arguments.of(Rule.VALUES_ARE_ALLOWED, "m02-java-api", "{environment: {KAFKA_RETRIES: 0}}"),
                Arguments.of(Rule.VALUES_ARE_ALLOWED, "m02-java-api-b", "{environment: {STATUS_STORE_URL: 'db:5432'}}"),
                Arguments.of(Rule.IMAGE_IS_PINNED, "kafka-ui", "{image: ghcr.io/kafbat/kafka-ui:latest}"),
                Arguments.of(Rule.IMAGE_IS_PINNED, "postgres", "{image: docker.io/library/postgres}"),
                Arguments.of(Rule.HEALTH_IS_CHECKED_OR_IT_ENDS, "kafka-ui", "{healthcheck: ~}"),
                Arguments.of(Rule.DEPENDENCIES_CAN_BE_MET, "kafka-ui", "{depends_on: {zk: {condition: a}}}"),
                Arguments.of(Rule.DEPENDENCIES_CAN_BE_MET, "kafka", "{healthcheck: ~}"),
                Arguments.of(Rule.DEPENDENCIES_CAN_BE_MET, "create-topics", "{restart: always}"),
                Arguments.of(Rule.PORTS_ARE_THE_LABS, "postgres", "{ports: ['127.0.0.1:5432:5432']}"),
                Arguments.of(Rule.PORTS_ARE_THE_LABS, "kafka", "{ports: ['0.0.0.0:9093:9093']}"),
                Arguments.of(Rule.OURS_IS_CONFINED, "m02-java-api", "{read_only: false}"),
                Arguments.of(Rule.OURS_HAS_TIME_TO_DRAIN, "m02-java-api", "{stop_grace_period: 10s}"),
                Arguments.of(Rule.VARIABLES_ARE_READ, "m04-java-api", "{environment: {ORDERS_RETRY_ATTEMPTS: 3}}"),
                Arguments.of(Rule.VARIABLES_ARE_READ, "m04-java-api", "{environment: {STATUS_STORE_URL: x}}"),
                Arguments.of(Rule.OURS_IS_CONFINED, "m04-java-api-b", "{read_only: false}"),
                Arguments.of(Rule.OURS_HAS_TIME_TO_DRAIN, "m04-java-api", "{stop_grace_period: 20s}"),
                Arguments.of(
                        Rule.ORDERS_INSTANCES_HAVE_THEIR_NAMES,
                        "m04-java-api-b",
                        "{environment: {ORDERS_INSTANCE: orders-a}}"),
                Arguments.of(
                        Rule.API_SENDS_THROUGH_THE_PROXY,
                        "m02-java-api",
                        "{environment: {KAFKA_BOOTSTRAP_SERVERS: 'kafka:29092'}}"),
                Arguments.of(
                        Rule.PROXY_LEADS_TO_THE_BROKER,
                        "kafka",
                        "{environment: {KAFKA_ADVERTISED_LISTENERS: 'FAULTY://kafka:29094'}}"));
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldHoldForOneBroker(Rule rule) {
        assertThat(rule.violations(compose(Map.of()))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldHoldForThreeBrokers(Rule rule) {
        assertThat(rule.violations(compose(Map.of(), CLUSTER))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void shouldHoldWithTheOrdersService(Rule rule) {
        assertThat(rule.violations(compose(Map.of(), ORDERS))).isEmpty();
        assertThat(rule.violations(compose(Map.of(), CLUSTER, ORDERS))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("plants")
    void shouldFindWhatIsPlanted(Rule rule, String service, String planted) {
        // When
        List<String> violations = rule.violations(compose(Map.of(), ORDERS).with(service, planted));

        // Then
        assertThat(violations).isNotEmpty();
    }

    @Test
    void shouldTakeTheSettingsOfTheEnvironment() {
        // Given
        Map<String, String> environment = Map.of("KAFKA_RETRIES", "3", "KAFKA_DELIVERY_TIMEOUT_MS", "5000");

        // When
        Compose compose = compose(environment);

        // Then
        for (String api : List.of("m02-java-api", "m02-java-api-b")) {
            assertThat(compose.services().get(api).environment()).containsAllEntriesOf(environment);
        }
    }

    @Test
    void shouldHaveAStandInForEveryPublicImage() {
        // Given
        Stream<String> built = Pattern.compile("(?m)^FROM (\\S+/\\S+)")
                .matcher(Compose.read(Path.of("Dockerfile")))
                .results()
                .map(image -> image.group(1));
        Stream<String> run = compose(Map.of(), CLUSTER).services().values().stream()
                .map(service -> service.text("image"))
                .filter(image -> !image.startsWith("localhost/"));

        // When
        String standIns = Compose.read(Compose.FOLDER.resolve("stand-ins.sh"));

        // Then
        assertThat(Stream.concat(built, run).distinct())
                .allSatisfy(
                        image -> assertThat(standIns).containsPattern("(?m)^[A-Z_]+=" + Pattern.quote(image) + "$"));
    }

    /** Three places build it: compose, the scripts of Kubernetes, and the test of the stack. */
    @Test
    void shouldBuildTheOrdersServiceWithTheSameArgumentsEverywhere() {
        // Given
        Map<String, Object> build = Compose.map(
                compose(Map.of(), ORDERS).services().get("m04-java-api").keys().get("build"));

        // When
        Map<String, Object> arguments = Compose.map(build.get("args"));

        // Then
        assertThat(arguments).isNotEmpty();
        arguments.forEach((name, value) -> {
            assertThat(Compose.read(Path.of("Dockerfile"))).contains("\nARG " + name + "=");
            for (String script : List.of("k8s/01-build-images.sh", "docker/test-stack.sh")) {
                assertThat(Compose.read(Compose.FOLDER.resolveSibling(script)))
                        .contains("--build-arg " + name + "=" + value);
            }
        });
    }

    @Test
    void shouldCreateTheTopicsOfTheLab() {
        assertThat(topics("docker/create-topics.sh")).isNotEmpty().isEqualTo(topics("up.sh"));
    }

    @Test
    @Tag("process")
    void shouldSatisfyDockerWhereItIsThere() throws InterruptedException {
        assumeTrue(ends("docker", "compose", "version") == 0, "no docker compose here");
        String folder = Compose.FOLDER.toString();

        assertThat(ends("docker", "compose", "-f", folder + "/compose.yaml", "-f", folder + "/" + CLUSTER, "config"))
                .isZero();
    }

    private static Compose compose(Map<String, String> environment, String... onTop) {
        return Compose.load(
                environment,
                Stream.concat(Stream.of("compose.yaml"), Stream.of(onTop)).toArray(String[]::new));
    }

    /** The lines of the list TOPICS of a script. */
    private static Set<String> topics(String script) {
        return Compose.read(Compose.FOLDER.resolveSibling(script))
                .lines()
                .dropWhile(line -> !line.equals("TOPICS=("))
                .skip(1)
                .takeWhile(line -> !line.equals(")"))
                .map(String::strip)
                .collect(Collectors.toSet());
    }

    private static int ends(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (process.waitFor(60, TimeUnit.SECONDS)) {
                return process.exitValue();
            }
            process.destroyForcibly();
            return -1;
        } catch (IOException e) {
            return -1;
        }
    }
}
