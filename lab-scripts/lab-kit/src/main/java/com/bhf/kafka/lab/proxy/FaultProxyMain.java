package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.bhf.kafka.lab.broker.BrokerMain;
import com.bhf.kafka.lab.broker.LabLogging;
import com.bhf.kafka.lab.broker.OneLineErrors;
import com.bhf.kafka.lab.broker.ParentWatch;
import com.bhf.kafka.lab.broker.PortTakenException;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The fault proxy as a process. Ends with status 143 after SIGTERM, 1 on failure, 2 on wrong input, 3 when the port of
 * the API is taken.
 */
@Command(
        name = "fault-proxy",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "A TCP proxy with Toxiproxy's HTTP API and toxics, and with toxics that read the Kafka protocol.")
public final class FaultProxyMain implements Callable<Integer> {

    private static final int MAX_PORT = 65_535;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--host",
            defaultValue = "localhost",
            paramLabel = "HOST",
            description = "Where the API listens (default: ${DEFAULT-VALUE}).")
    private String host = "";

    @Option(
            names = "--port",
            defaultValue = "8474",
            paramLabel = "PORT",
            description = "Port of the API, 0 for any that is free (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Proxies to create at the start: an array in JSON, as for POST /populate.")
    private @Nullable Path config;

    @Option(
            names = "--allow-remote",
            description = "Let the API and the proxies listen on addresses that other machines can reach.")
    private boolean allowRemote;

    @Option(
            names = "--parent-pid",
            paramLabel = "PID",
            description = "End when this process is no longer the child of PID.")
    private @Nullable Long parentPid;

    private FaultProxyMain() {}

    /** Blocks until the process is killed. */
    public static void main(String[] args) {
        LabLogging.quietByDefault();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return OneLineErrors.on(new CommandLine(new FaultProxyMain()), FaultProxyMain::statusOf);
    }

    private static int statusOf(Exception failure) {
        return failure instanceof PortTakenException ? BrokerMain.PORT_TAKEN : OneLineErrors.FAILED;
    }

    @Override
    public Integer call() throws IOException, PortTakenException, InterruptedException {
        if (port < 0 || port > MAX_PORT) {
            throw wrong("--port " + port + " is not between 0 and " + MAX_PORT, null);
        }
        if (parentPid != null) {
            ParentWatch.endWith(parentPid);
        }
        byte[] proxies = readConfig();
        try (FaultProxyServer server = start()) {
            populate(server, proxies);
            CommandLine command = Objects.requireNonNull(spec).commandLine();
            command.getOut().println("Fault proxy: " + server.uri());
            command.getOut().flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private FaultProxyServer start() throws IOException, PortTakenException {
        try {
            return FaultProxyServer.start(host, port, allowRemote ? Exposure.REMOTE : Exposure.LOOPBACK);
        } catch (BindException e) {
            if (!String.valueOf(e.getMessage()).contains("in use")) {
                throw wrong("--host " + host + " is no address of this machine", e);
            }
            throw (PortTakenException) new PortTakenException(port, "--port").initCause(e);
        } catch (IllegalArgumentException e) {
            throw wrong("--" + e.getMessage(), e);
        }
    }

    private byte[] readConfig() {
        try {
            return config == null ? "[]".getBytes(UTF_8) : Files.readAllBytes(config);
        } catch (IOException e) {
            throw wrong("--config " + config + " cannot be read", e);
        }
    }

    private void populate(FaultProxyServer server, byte[] proxies) {
        try {
            server.populate(proxies);
        } catch (ApiException e) {
            throw wrong("--config " + config + ": " + e.getMessage(), e);
        }
    }

    private ParameterException wrong(String message, @Nullable Exception cause) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message, cause);
    }
}
