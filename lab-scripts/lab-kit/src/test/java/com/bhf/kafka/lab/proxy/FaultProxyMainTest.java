package com.bhf.kafka.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.lab.broker.BrokerMain;
import com.bhf.kafka.lab.broker.OneLineErrors;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@Timeout(60)
class FaultProxyMainTest {

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=abc          | --port",
                "--port=70000        | --port 70000",
                "--port=-1           | --port -1",
                "--host=0.0.0.0      | --allow-remote",
                "--config=/not/there | --config /not/there cannot be read",
                "--no-such-option    | --no-such-option",
            })
    void shouldSayWhatIsWrongInOneLineWhenOptionIsWrong(String option, String said) {
        int status = run(option);

        assertThat(status).isEqualTo(OneLineErrors.WRONG_INPUT);
        assertThat(err.toString().lines()).singleElement().asString().contains(said, "--help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}                                                          | cannot read an array",
                "[{\"name\":\"p\"}]                                          | missing required field: upstream at proxy 1",
                "[{\"name\":\"p\",\"listen\":\"0.0.0.0:0\",\"upstream\":\"x:1\"}] | --allow-remote",
                "[{\"name\":\"p\",\"listen\":\"x\",\"upstream\":\"x:1\"}]    | missing port in address",
            })
    void shouldSayWhatIsWrongInOneLineWhenConfigIsWrong(String config, String said) throws IOException {
        Path file = Files.writeString(folder.resolve("proxies.json"), config);

        int status = run("--port=0", "--config=" + file);

        assertThat(status).isEqualTo(OneLineErrors.WRONG_INPUT);
        assertThat(err.toString().lines()).singleElement().asString().contains("--config " + file, said);
    }

    @Test
    void shouldNamePortWhenItIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int status = run("--port=" + taken.getLocalPort());

            assertThat(status).isEqualTo(BrokerMain.PORT_TAKEN);
            assertThat(err.toString().lines())
                    .singleElement()
                    .asString()
                    .contains("port " + taken.getLocalPort() + " (--port) is taken");
        }
    }

    @Test
    void shouldServeConfiguredProxyAndEndBySignalWhenStartedAsProcess() throws Exception {
        Path file = Files.writeString(
                folder.resolve("proxies.json"),
                "[{\"name\":\"kafka\",\"listen\":\"127.0.0.1:0\",\"upstream\":\"127.0.0.1:1\"}]");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        FaultProxyMain.class.getName(),
                        "--port=0",
                        "--config=" + file,
                        "--parent-pid=" + ProcessHandle.current().pid())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            String line = process.inputReader().readLine();
            ApiClient api = new ApiClient(URI.create(line.substring(line.indexOf("http"))));

            assertThat(api.ok("GET", "/proxies", "").fieldNames()).toIterable().containsExactly("kafka");
            process.destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldRefuseWhenOtherMachinesCouldReachTheServer() {
        assertThatThrownBy(() -> FaultProxyServer.start("0.0.0.0", 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0.0.0.0");
    }

    private int run(String... args) {
        CommandLine command = FaultProxyMain.commandLine();
        command.setErr(new PrintWriter(err, true));
        return command.execute(args);
    }
}
