package com.bhf.kafka.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of the README, compiled and run. */
@ExtendWith(RealBrokerExtension.class)
class EmbeddingExampleTest {
    private static final String HEADING = "## Embedding producer-core";

    @Test
    void shouldSayWhereTheRecordIsWhenTheExampleRuns(RealBroker broker) throws Exception {
        // Given
        String topic = RealKafka.newTopic(broker, 1);

        // When
        String said = example(broker.bootstrapServers(), topic);

        // Then
        assertThat(said).isEqualTo("at " + topic + "-0@0");
        assertThat(broker.readAll(topic)).hasSize(1);
    }

    private static String example(String bootstrapServers, String topic) throws InterruptedException {
        // tag::embedding[]
        ProducerSettings settings = ProducerSettings.of(bootstrapServers);
        ReliableProducer<String, String> producer = ReliableProducer.open(
                settings, DeliveryMode.IDEMPOTENT, new StringSerializer(), new StringSerializer());

        SendOutcome outcome = producer.sendAndWait(new ProducerRecord<>(topic, "order-1", "paid"));
        String said;
        if (outcome instanceof SendOutcome.Acknowledged ack) {
            said = "at " + ack.topic() + "-" + ack.partition() + "@" + ack.offset();
        } else if (outcome instanceof SendOutcome.NotWritten failed) {
            said = "certainly not written (" + failed.kind() + "): " + failed.cause();
        } else {
            said = "perhaps written, only the log can tell: " + outcome;
        }

        CloseReport report = producer.close(Duration.ofSeconds(5));
        // end::embedding[]
        assertThat(report.clean()).isTrue();
        return said;
    }

    @Test
    void shouldBeTheExampleOfTheReadme() throws IOException {
        // Given
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        String source =
                Files.readString(module.resolve("src/test/java/com/bhf/kafka/producer/EmbeddingExampleTest.java"));
        String readme = Files.readString(module.resolveSibling("README.md"));

        // When
        String example = between(source, "// tag::embedding\\[]\\R(.*?)\\h*// end::embedding\\[]");
        String section = between(readme, "(?m)^" + HEADING + "$(.*?)(?=^## |\\z)");

        // Then
        assertThat(lines(between(section, "(?m)^```java\\R(.*?)^```"))).isEqualTo(lines(example));
    }

    private static String between(String text, String regex) {
        Matcher matcher = Pattern.compile(regex, Pattern.DOTALL).matcher(text);
        assertThat(matcher.find())
                .as("There is a part that looks like " + regex)
                .isTrue();
        return matcher.group(1);
    }

    private static List<String> lines(String text) {
        return text.lines().map(String::strip).toList();
    }
}
