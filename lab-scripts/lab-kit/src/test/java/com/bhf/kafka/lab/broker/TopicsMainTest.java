package com.bhf.kafka.lab.broker;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.junit.RealBrokerExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@ExtendWith(RealBrokerExtension.class)
@Timeout(60)
class TopicsMainTest {

    private final StringWriter err = new StringWriter();

    @Test
    void shouldCreateWhatIsMissingWhenRunTwice(RealBroker broker) {
        String server = "--bootstrap-server=" + broker.bootstrapServers();
        int first = run(server, "prepared:2");

        int second = run(server, "prepared:2", "prepared-too:1:cleanup.policy=compact,segment.ms=1000");

        assertThat(first).isZero();
        assertThat(second).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(broker.readAll("prepared")).isEmpty();
        assertThat(broker.readAll("prepared-too")).isEmpty();
    }

    @Test
    void shouldSayWhatIsRefusedWhenSettingIsUnknown(RealBroker broker) {
        int status = run("--bootstrap-server=" + broker.bootstrapServers(), "refused:1:no.such.setting=1");

        assertThat(status).isEqualTo(OneLineErrors.FAILED);
        assertThat(err.toString().lines()).singleElement().asString().contains("no.such.setting");
    }

    @Test
    void shouldSayWhereNobodyAnswersWhenBrokerIsMissing() {
        int port = FreePorts.next();

        int status = run("--bootstrap-server=localhost:" + port, "--wait-seconds=0");

        assertThat(status).isEqualTo(OneLineErrors.FAILED);
        assertThat(err.toString().lines()).singleElement().asString().contains("localhost:" + port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "name:", ":3", "name:0", "name:x", "name:3:setting", "name:3:=value"})
    void shouldSayWhatFormIsWantedWhenTopicIsMalformed(String topic) {
        int status = run(topic);

        assertThat(status).isEqualTo(OneLineErrors.WRONG_INPUT);
        assertThat(err.toString().lines()).singleElement().asString().contains(topic, "setting=value");
    }

    private int run(String... args) {
        CommandLine command = TopicsMain.commandLine();
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
