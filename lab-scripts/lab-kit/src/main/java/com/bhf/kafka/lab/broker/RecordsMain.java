package com.bhf.kafka.lab.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Prints the records of a topic, one line each. Reads up to the end of the log as it is now, whereas Kafka's console
 * consumer waits for a silence: so what is not printed is not there. Ends with status 0, 1 on failure, 2 on wrong input.
 */
@Command(
        name = "records",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Prints the records of a topic up to its present end, by partition and offset.")
public final class RecordsMain implements Callable<Integer> {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--topic", required = true, paramLabel = "NAME", description = "Which topic.")
    private String topic = "";

    @Option(
            names = "--bootstrap-server",
            defaultValue = "localhost:9092",
            paramLabel = "HOST:PORT",
            description = "Where to ask (default: ${DEFAULT-VALUE}).")
    private String bootstrapServer = "";

    @Option(names = "--event-id", paramLabel = "ID", description = "Only records of this event; may be repeated.")
    private List<String> eventIds = new ArrayList<>();

    @Option(names = "--key", paramLabel = "KEY", description = "Only records with this key; may be repeated.")
    private List<String> keys = new ArrayList<>();

    @Option(
            names = "--wait-seconds",
            defaultValue = "0",
            paramLabel = "N",
            description = "How long to wait for a record of each --event-id (default: ${DEFAULT-VALUE}).")
    private int waitSeconds;

    private RecordsMain() {}

    /** Blocks until the topic is read; then ends the JVM. */
    public static void main(String[] args) {
        LabLogging.quietByDefault();
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return OneLineErrors.on(new CommandLine(new RecordsMain()), failure -> OneLineErrors.FAILED);
    }

    @Override
    public Integer call() {
        requireBroker();
        Deadline deadline = Deadline.in(Duration.ofSeconds(waitSeconds));
        List<ConsumerRecord<byte[], byte[]>> records = wanted();
        while (isOneMissing(records)) {
            if (deadline.hasPassed()) {
                break;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
            records = wanted();
        }
        CommandLine command = Objects.requireNonNull(spec).commandLine();
        records.forEach(record -> command.getOut().println(line(record)));
        command.getOut().flush();
        return 0;
    }

    /** A client would try for 30 s. */
    private void requireBroker() {
        try {
            if (!PortCheck.accepts(HostPort.parse(bootstrapServer))) {
                throw new LabBrokerException("no broker answers at " + bootstrapServer);
            }
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> wanted() {
        return new ClusterClient(bootstrapServer)
                .readAll(topic).stream()
                        .filter(record -> eventIds.isEmpty() || eventIds.contains(eventId(record)))
                        .filter(record -> keys.isEmpty() || keys.contains(text(record.key())))
                        .toList();
    }

    private boolean isOneMissing(List<ConsumerRecord<byte[], byte[]>> records) {
        Set<String> missing = new HashSet<>(eventIds);
        records.forEach(record -> missing.remove(eventId(record)));
        return !missing.isEmpty();
    }

    private static String line(ConsumerRecord<byte[], byte[]> record) {
        return "partition=%d offset=%d key=%s event-id=%s"
                .formatted(record.partition(), record.offset(), text(record.key()), eventId(record));
    }

    private static String eventId(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader("event-id");
        return text(header == null ? null : header.value());
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }
}
