package com.bhf.kafka.lab.basic;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.basic.LabProgram.Ended;
import com.bhf.kafka.lab.broker.RealBroker;
import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C, and a broker that falls silent under way. */
@Tag("process")
@Timeout(120)
class BasicProducerStopTest {
    private static final Pattern SUMMARY =
            Pattern.compile("sent=(\\d+) of 1000000 acknowledged=(\\d+) not-written=0 unknown=(\\d+)");

    @TempDir
    private Path folder;

    @Test
    @ExtendWith(RealBrokerExtension.class)
    void shouldFlushAndCountWhenCtrlCComes(RealBroker broker) throws Exception {
        // Given
        broker.createTopic("stopped", 6);
        try (LabProgram program = start(broker, "stopped", 60_000)) {
            program.awaitOutput(out -> out.contains("delivered 20:"));

            // When
            program.signal("INT");
            Ended ended = program.awaitEnd();

            // Then
            assertThat(ended.status()).isEqualTo(130);
            Matcher summary = summary(ended);
            assertThat(summary.group(1)).isEqualTo(summary.group(2));
            assertThat(broker.readAll("stopped")).hasSize(Integer.parseInt(summary.group(2)));
            assertThat(ended.out()).contains("flushed and closed: 0 without an acknowledgement");
        }
    }

    @Test
    void shouldSayWhatIsUnknownWhenTheBrokerFallsSilent() throws Exception {
        try (RealBroker broker = RealBroker.launch()) {
            // Given
            broker.createTopic("silent", 1);
            try (LabProgram interrupted = start(broker, "silent", 60_000);
                    LabProgram waiting = start(broker, "silent", 2_000)) {
                interrupted.awaitOutput(out -> out.contains("delivered 5:"));
                waiting.awaitOutput(out -> out.contains("delivered 5:"));

                // When
                broker.pause();
                long began = System.nanoTime();
                interrupted.signal("INT");
                Ended stopped = interrupted.awaitEnd();
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                Ended timedOut = waiting.awaitEnd();

                // Then: one record is under way, and nobody can say what becomes of it
                assertThat(took).as("a flush of 5 s, not the delivery timeout").isLessThan(Duration.ofSeconds(30));
                assertThat(stopped.status()).isEqualTo(130);
                assertThat(stopped.out()).contains("flushed and closed: 1 without an acknowledgement");
                assertThat(summary(stopped).group(3)).isEqualTo("1");
                assertThat(timedOut.status()).isEqualTo(1);
                assertThat(timedOut.err()).contains("perhaps written, only the log can tell, after ");
                assertThat(summary(timedOut).group(3)).isEqualTo("1");
            }
        }
    }

    private LabProgram start(RealBroker broker, String topic, int deliveryTimeoutMs) throws Exception {
        return LabProgram.start(
                folder,
                LabProgram.environment(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        broker.bootstrapServers(),
                        "KAFKA_DELIVERY_TIMEOUT_MS",
                        String.valueOf(deliveryTimeoutMs)),
                "--topic=" + topic,
                "--messages=1000000");
    }

    private static Matcher summary(Ended ended) {
        Matcher matcher = SUMMARY.matcher(ended.err());
        assertThat(matcher.find()).as(ended.toString()).isTrue();
        return matcher;
    }
}
