package com.bhf.kafka.lab.broker;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * Waits until a broker answers and creates the topics that are missing: one JVM for what Kafka's own tool does in one
 * per topic. Ends with status 0 when all topics are there, 1 on failure, 2 on wrong input.
 */
@Command(
        name = "topics",
        mixinStandardHelpOptions = true,
        description = "Waits until the broker answers and creates the topics that are missing.")
public final class TopicsMain implements Callable<Integer> {

    private static final Duration BETWEEN_PROBES = Duration.ofMillis(100);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--bootstrap-server",
            defaultValue = "localhost:9092",
            paramLabel = "HOST:PORT",
            description = "Where to ask (default: ${DEFAULT-VALUE}).")
    private String bootstrapServer = "";

    @Option(
            names = "--wait-seconds",
            defaultValue = "60",
            paramLabel = "N",
            description = "How long to wait for the broker (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    @Parameters(
            paramLabel = "NAME:PARTITIONS[:SETTING=VALUE,...]",
            arity = "0..*",
            description = "Topics to have; none: only wait.")
    private List<String> topics = List.of();

    private TopicsMain() {}

    /** Blocks until the topics are there; then ends the JVM. */
    public static void main(String[] args) {
        LabLogging.quietByDefault();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return OneLineErrors.on(new CommandLine(new TopicsMain()), failure -> OneLineErrors.FAILED);
    }

    @Override
    public Integer call() {
        List<TopicSpec> wanted =
                parsed(() -> topics.stream().map(TopicSpec::parse).toList());
        HostPort address = parsed(() -> HostPort.parse(bootstrapServer));
        ClusterClient cluster = new ClusterClient(bootstrapServer);
        awaitBroker(address, cluster);
        wanted.forEach(topic -> createWhenMissing(cluster, topic));
        return 0;
    }

    private <T> T parsed(Supplier<T> parser) {
        try {
            return parser.get();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private void awaitBroker(HostPort address, ClusterClient cluster) {
        Duration bound = Duration.ofSeconds(waitSeconds);
        Deadline deadline = Deadline.in(bound);
        while (!PortCheck.accepts(address) || cluster.aliveNodes().isEmpty()) {
            if (deadline.hasPassed()) {
                throw new LabBrokerException("no broker answers at " + bootstrapServer + " after " + bound);
            }
            LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
        }
    }

    private static void createWhenMissing(ClusterClient cluster, TopicSpec topic) {
        try {
            cluster.createTopic(topic.toNewTopic());
        } catch (LabBrokerException e) {
            if (!isThereAlready(e.getCause())) {
                throw e;
            }
        }
    }

    private static boolean isThereAlready(@Nullable Throwable cause) {
        return cause instanceof TopicExistsException;
    }
}
