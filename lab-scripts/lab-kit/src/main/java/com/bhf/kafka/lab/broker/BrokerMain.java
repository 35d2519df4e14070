package com.bhf.kafka.lab.broker;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import kafka.Kafka;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Formats the data folder when it is empty and becomes the broker: this process is the broker, so that its process id
 * is the one to kill. Ends with status 143 after SIGTERM, 1 on failure, 2 on wrong input, 3 when a port is taken.
 */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs one node of a real Kafka cluster (broker and controller) on this machine only.")
public final class BrokerMain implements Callable<Integer> {

    public static final int PORT_TAKEN = 3;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Data folder; formatted when empty, else used as it is.")
    private Path data = Path.of("");

    @Option(
            names = "--node-id",
            defaultValue = "1",
            paramLabel = "N",
            description = "Which node this is (default: ${DEFAULT-VALUE}).")
    private int nodeId;

    @Option(
            names = "--port",
            defaultValue = "9092",
            paramLabel = "PORT",
            description = "Port of the DIRECT listener (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--faulty-port",
            defaultValue = "29092",
            paramLabel = "PORT",
            description = "Port of the FAULTY listener, which clients reach through a fault proxy "
                    + "(default: ${DEFAULT-VALUE}).")
    private int faultyPort;

    @Option(
            names = "--faulty-advertised",
            paramLabel = "HOST:PORT",
            description =
                    "Address that the FAULTY listener tells its clients: the fault proxy's " + "(default: its own).")
    private @Nullable String faultyAdvertised;

    @Option(
            names = "--controller-ports",
            defaultValue = "9093",
            split = ",",
            paramLabel = "PORT",
            description = "Controller ports of all nodes in the order of their ids; one port is a cluster of one "
                    + "node, three are a cluster of three (default: ${DEFAULT-VALUE}).")
    private List<Integer> controllerPorts = List.of();

    @Option(names = "--set", paramLabel = "NAME=VALUE", description = "Any other broker setting; may be repeated.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    @Option(
            names = "--parent-pid",
            paramLabel = "PID",
            description = "End when this process is no longer the child of PID.")
    private @Nullable Long parentPid;

    private BrokerMain() {}

    /** Blocks until the broker ends; then ends the JVM. */
    public static void main(String[] args) {
        LabLogging.quietByDefault();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return OneLineErrors.on(new CommandLine(new BrokerMain()), BrokerMain::statusOf);
    }

    private static int statusOf(Exception failure) {
        return failure instanceof PortTakenException ? PORT_TAKEN : OneLineErrors.FAILED;
    }

    @Override
    public Integer call() throws IOException, PortTakenException {
        if (parentPid != null) {
            ParentWatch.endWith(parentPid);
        }
        BrokerSettings settings = settings();
        requireFreePorts(settings);
        Path propertiesFile = writeProperties(settings);
        StorageFormat.formatWhenEmpty(settings, propertiesFile);
        Kafka.main(new String[] {propertiesFile.toString()});
        return 0;
    }

    private BrokerSettings settings() {
        try {
            HostPort advertised =
                    faultyAdvertised == null ? new HostPort("localhost", faultyPort) : HostPort.parse(faultyAdvertised);
            return new BrokerSettings(
                    nodeId, controllerPorts, port, faultyPort, advertised, data.toAbsolutePath(), overrides);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private static void requireFreePorts(BrokerSettings settings) throws PortTakenException {
        BrokerPorts ports = settings.ports();
        PortCheck.requireFree(ports.direct(), "--port");
        PortCheck.requireFree(ports.faulty(), "--faulty-port");
        PortCheck.requireFree(ports.controller(), "--controller-ports");
    }

    private static Path writeProperties(BrokerSettings settings) throws IOException {
        Path file = settings.data().resolve("server.properties");
        try {
            Files.createDirectories(settings.data());
            try (Writer writer = Files.newBufferedWriter(file)) {
                settings.toProperties().store(writer, "Written anew at each start");
            }
        } catch (IOException e) {
            throw new IOException("cannot write to the data folder " + settings.data() + " (--data)", e);
        }
        return file;
    }
}
