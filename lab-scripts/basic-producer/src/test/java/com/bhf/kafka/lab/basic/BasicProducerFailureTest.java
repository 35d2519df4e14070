package com.bhf.kafka.lab.basic;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.basic.LabProgram.Ended;
import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the program ends when something is wrong: by its exit status, one clear line, and in time. */
@Tag("process")
@Timeout(120)
@ExtendWith(RealBrokerExtension.class)
class BasicProducerFailureTest {
    private static final String NOBODY = "localhost:1";

    @TempDir
    private Path folder;

    @Test
    void shouldEndWith1WhenNoBrokerAnswers() throws Exception {
        long began = System.nanoTime();

        Ended ended = LabProgram.run(
                folder, Map.of("KAFKA_BOOTSTRAP_SERVERS", NOBODY, "KAFKA_MAX_BLOCK_MS", "1000"), "--messages=10");

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(30));
        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("error 1: certainly not written, after ", "Kafka does not answer at localhost:1.")
                .contains("sent=1 of 10 acknowledged=0 not-written=1 unknown=0")
                .contains("log   WARN")
                .doesNotContain("error 2", "\tat ");
        assertThat(ended.out())
                .containsPattern("connections that failed: [1-9]\\d*; records sent again: 0 \\(KAFKA_RETRIES=10\\)")
                .contains("max.block.ms=1000");
    }

    @Test
    void shouldRefuseAtOnceWhenFiveSendsInARowHaveFailed() throws Exception {
        Ended ended = LabProgram.run(
                folder, Map.of("KAFKA_BOOTSTRAP_SERVERS", NOBODY, "KAFKA_MAX_BLOCK_MS", "200"), "--circuit-breaker");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err().lines().filter(line -> line.contains("certainly not written, after")))
                .hasSize(5);
        assertThat(ended.err().lines().filter(line -> line.contains("refused at once")))
                .hasSize(5);
        assertThat(ended.err()).contains("circuit breaker: CLOSED -> OPEN");
        assertThat(ended.err()).contains("sent=10 of 10 acknowledged=0 not-written=10 unknown=0");
    }

    @Test
    void shouldStopAtOnceWhenTheErrorIsFatal(RealBroker broker) throws Exception {
        Map<String, String> sasl = LabProgram.environment(
                "KAFKA_BOOTSTRAP_SERVERS",
                broker.bootstrapServers(),
                "KAFKA_MAX_BLOCK_MS",
                "20000",
                "KAFKA_PRODUCER_SECURITY_PROTOCOL",
                "SASL_PLAINTEXT",
                "KAFKA_PRODUCER_SASL_MECHANISM",
                "PLAIN",
                "KAFKA_PRODUCER_SASL_JAAS_CONFIG",
                "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"hidden\";");

        Ended ended = LabProgram.run(folder, sasl, "--circuit-breaker");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err())
                .contains("fatal: this producer cannot go on", "sent=1 of 10 acknowledged=0")
                .doesNotContain("hidden");
    }

    @Test
    void shouldSayHowToCreateTheTopicWhenThereIsNone(RealBroker broker) throws Exception {
        Ended ended = LabProgram.run(folder, broker.bootstrapServers(), "--topic=absent");

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.err()).contains("kafka-topics.sh --create --topic absent --partitions 6");
        assertThat(ended.err().lines().filter(line -> line.startsWith("log "))).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--nope                         | Unknown option: '--nope'",
                "stray                          | Unmatched argument",
                "--messages=0                   | --messages '0' is not allowed: a whole number from 1 to 1000000",
                "--messages=1000001             | --messages '1000001' is not allowed",
                "--messages=ten                 | 'ten' is not an int",
                "--messages                     | Missing required parameter",
                "--header=environment           | --header 'environment' is not allowed: name=value",
                "--header==dev                  | --header '=dev' is not allowed: name=value",
                "--header=a=1 --header=a=2      | --header 'a=2' is not allowed: a name that is not set already",
                "--header=source=me             | --header 'source=me' is not allowed: a name that is not set already",
                "--twice --optimized            | mutually exclusive",
                "--twice --messages=3           | not together with --twice",
                "--bootstrap-servers=here       | KAFKA_BOOTSTRAP_SERVERS=here is not allowed: host:port",
            })
    void shouldEndWith2AndOneLineWhenTheInputIsWrong(String arguments, String said) {
        StringWriter err = new StringWriter();

        int status = BasicProducerMain.commandLine(new Environment(Map.of()))
                .setErr(new PrintWriter(err))
                .execute(arguments.split(" "));

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("basic-producer: ")
                .contains(said)
                .endsWith("(see --help)");
    }

    @Test
    void shouldEndWith2WhenASettingOfTheEnvironmentIsWrong() throws Exception {
        Ended ended = LabProgram.run(folder, Map.of("KAFKA_RETRIES", "many"));

        assertThat(ended.status()).isEqualTo(2);
        assertThat(ended.err().lines()).singleElement().asString().contains("KAFKA_RETRIES=many is not allowed");
        assertThat(ended.out()).isEmpty();
    }
}
