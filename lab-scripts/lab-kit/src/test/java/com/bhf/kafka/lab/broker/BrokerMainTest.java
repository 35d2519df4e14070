package com.bhf.kafka.lab.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class BrokerMainTest {

    @TempDir
    private Path data;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=abc                      | --port",
                "--port=70000                    | --port 70000",
                "--controller-ports=1,x          | --controller-ports",
                "--controller-ports=0            | --controller-ports 0",
                "--node-id=2                     | --node-id 2 is not between 1 and 1",
                "--faulty-advertised=nocolon     | 'nocolon' is not host:port",
                "--faulty-advertised=host:x      | 'host:x' is not host:port",
                "--faulty-advertised=host:0      | port 0 is not between",
                "--faulty-advertised=:9092       | no host",
                "--set=novalue                   | --set",
                "--no-such-option                | --no-such-option",
            })
    void shouldSayWhatIsWrongInOneLineWhenOptionIsWrong(String option, String said) {
        int status = run("--data=" + data, option);

        assertThat(status).isEqualTo(OneLineErrors.WRONG_INPUT);
        assertThat(err.toString().lines()).singleElement().asString().contains(said, "--help");
    }

    @Test
    void shouldAskForDataFolderWhenMissing() {
        int status = run();

        assertThat(status).isEqualTo(OneLineErrors.WRONG_INPUT);
        assertThat(err.toString()).contains("--data");
    }

    @ParameterizedTest
    @CsvSource({"--port", "--faulty-port", "--controller-ports"})
    void shouldNamePortAndOptionWhenPortIsTaken(String option) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String[] others = {"--port", "--faulty-port", "--controller-ports"};
            String[] args = new String[others.length + 1];
            args[0] = "--data=" + data;
            for (int i = 0; i < others.length; i++) {
                int port = others[i].equals(option) ? taken.getLocalPort() : FreePorts.next();
                args[i + 1] = others[i] + "=" + port;
            }

            int status = run(args);

            assertThat(status).isEqualTo(BrokerMain.PORT_TAKEN);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort() + " (" + option + ") is taken");
        }
    }

    @Test
    void shouldNameFolderWhenItCannotBeWritten() throws Exception {
        Path file = Files.writeString(data.resolve("a-file"), "");

        int status = run(
                "--data=" + file,
                "--port=" + FreePorts.next(),
                "--faulty-port=" + FreePorts.next(),
                "--controller-ports=" + FreePorts.next());

        assertThat(status).isEqualTo(OneLineErrors.FAILED);
        assertThat(err.toString().lines()).singleElement().asString().contains(file.toString(), "--data");
    }

    private int run(String... args) {
        CommandLine command = BrokerMain.commandLine();
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
