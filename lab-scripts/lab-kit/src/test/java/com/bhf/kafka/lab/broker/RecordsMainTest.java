package com.bhf.kafka.lab.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

@ExtendWith(RealBrokerExtension.class)
@Timeout(60)
class RecordsMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintEachRecordWhenEventIsWrittenTwice(RealBroker broker) throws Exception {
        broker.createTopic("printed", 1);
        send(broker, "printed", "k-1", "E-1");
        send(broker, "printed", "k-2", "E-2");
        send(broker, "printed", "k-1", "E-1");

        int status = run("--topic=printed", "--bootstrap-server=" + broker.bootstrapServers(), "--event-id=E-1");

        assertThat(status).isZero();
        assertThat(out.toString().lines())
                .containsExactly(
                        "partition=0 offset=0 key=k-1 event-id=E-1", "partition=0 offset=2 key=k-1 event-id=E-1");
    }

    @Test
    void shouldPrintOnlyTheKeyWhenOneIsNamed(RealBroker broker) throws Exception {
        broker.createTopic("by-key", 1);
        send(broker, "by-key", "k-1", "E-1");
        send(broker, "by-key", "k-2", "E-2");

        run("--topic=by-key", "--bootstrap-server=" + broker.bootstrapServers(), "--key=k-2");

        assertThat(out.toString().lines()).containsExactly("partition=0 offset=1 key=k-2 event-id=E-2");
    }

    @Test
    void shouldPrintNothingWhenEventDoesNotComeInTime(RealBroker broker) {
        broker.createTopic("awaited", 1);

        int status = run(
                "--topic=awaited",
                "--bootstrap-server=" + broker.bootstrapServers(),
                "--event-id=E-9",
                "--wait-seconds=1");

        assertThat(status).isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void shouldFailWhenTopicIsUnknown(RealBroker broker) {
        int status = run("--topic=never-made", "--bootstrap-server=" + broker.bootstrapServers());

        assertThat(status).isEqualTo(OneLineErrors.FAILED);
        assertThat(err.toString().lines()).singleElement().asString().contains("never-made");
    }

    @Test
    void shouldSayWhereNobodyAnswersWhenBrokerIsMissing() {
        int port = FreePorts.next();

        int status = run("--topic=any", "--bootstrap-server=localhost:" + port);

        assertThat(status).isEqualTo(OneLineErrors.FAILED);
        assertThat(err.toString().lines()).singleElement().asString().contains("localhost:" + port);
    }

    private static void send(RealBroker broker, String topic, String key, String eventId) throws Exception {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Producer<String, String> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> record = new ProducerRecord<>(topic, key, "value");
            record.headers().add("event-id", eventId.getBytes(UTF_8));
            producer.send(record).get(30, TimeUnit.SECONDS);
        }
    }

    private int run(String... args) {
        CommandLine command = RecordsMain.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
