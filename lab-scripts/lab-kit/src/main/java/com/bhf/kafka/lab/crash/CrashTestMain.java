package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.LabLogging;
import com.bhf.kafka.lab.broker.OneLineErrors;
import com.bhf.kafka.lab.history.Report;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Runs a crash test. Ends with status 0 when every promise was kept, 1 when one was broken or the test could not be
 * carried through, 2 on wrong input.
 */
@Command(
        name = "crash-test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Loads the service, does to it what happens in the world, and checks each promise against the log.")
public final class CrashTestMain implements Callable<Integer> {

    private static final int SHORT_ROUNDS = 8;
    private static final String SHORT_FAULTS = "kill-api,lost-acks";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "What is sent and which fault strikes (default: random).")
    private @Nullable Long seed;

    @Option(names = "--rounds", paramLabel = "N", description = "Faults, at least (default: 20).")
    private @Nullable Integer rounds;

    @Option(
            names = "--requests",
            defaultValue = "0",
            paramLabel = "N",
            description = "Accepted sends, at least; rounds go on until then (default: ${DEFAULT-VALUE}).")
    private int requests;

    @Option(
            names = "--rate",
            defaultValue = "300",
            paramLabel = "N",
            description = "Sends per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--faults",
            paramLabel = "KIND[,KIND...]",
            description = "kill-api, stop-api, pause-api, kill-broker, stop-store, cut, lost-acks, latency, or none"
                    + " (default: kill-api).")
    private @Nullable String faults;

    @Option(
            names = "--instances",
            defaultValue = "1",
            paramLabel = "1|2",
            description = "Of the service, on one store (default: ${DEFAULT-VALUE}).")
    private int instances;

    @Option(
            names = "--store",
            defaultValue = "h2",
            paramLabel = "KIND",
            description = "h2, h2-server or postgres (default: ${DEFAULT-VALUE}).")
    private String store = "";

    @Option(
            names = "--brokers",
            defaultValue = "1",
            paramLabel = "1|3",
            description = "Of Kafka (default: ${DEFAULT-VALUE}).")
    private int brokers;

    @Option(
            names = "--mode",
            defaultValue = "idempotent",
            paramLabel = "MODE",
            description = "idempotent or plain (default: ${DEFAULT-VALUE}).")
    private String mode = "";

    @Option(
            names = "--idempotency-keys",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Half of the sends carry an Idempotency-Key, and are retried when cut (default: on).")
    private boolean idempotencyKeys;

    @Option(
            names = "--final-within",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "How long after the heal a 202 may stay open (default: ${DEFAULT-VALUE}).")
    private int finalWithin;

    @Option(
            names = "--settle",
            defaultValue = "12",
            paramLabel = "SECONDS",
            description = "Before statuses and log are read for the last time (default: ${DEFAULT-VALUE}).")
    private int settle;

    @Option(
            names = "--short",
            description = "About two minutes: " + SHORT_ROUNDS + " rounds of " + SHORT_FAULTS
                    + ", where --rounds and --faults say nothing else.")
    private boolean brief;

    @Option(names = "--class-path", required = true, paramLabel = "PATH", description = "Of the service.")
    private String classPath = "";

    @Option(names = "--main", required = true, paramLabel = "CLASS", description = "Of the service.")
    private String mainClass = "";

    @Option(names = "--jvm-arg", paramLabel = "ARG", description = "For the service's JVM; may be repeated.")
    private List<String> jvmArguments = List.of();

    @Option(names = "--env", paramLabel = "NAME=VALUE", description = "For the service; may be repeated.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Where to make the folder of the run (default: where temporary files go).")
    private @Nullable Path work;

    @Option(
            names = "--keep-results",
            paramLabel = "DIR",
            description = "Where to keep log and summary of the run (default: nowhere, unless a promise is broken).")
    private @Nullable Path results;

    @Option(names = "--progress", hidden = true, description = "A line that changes, for a terminal.")
    private boolean terminal;

    private CrashTestMain() {}

    /** Blocks until the test is over; then ends the JVM. */
    public static void main(String[] args) {
        LabLogging.quietByDefault();
        System.exit(commandLine(new CrashTestMain()).execute(args));
    }

    /**
     * The options that a command line stands for.
     *
     * @throws ParameterException names what is wrong
     */
    public static CrashTestOptions options(String... args) {
        CrashTestMain main = new CrashTestMain();
        commandLine(main).parseArgs(args);
        return main.options();
    }

    private static CommandLine commandLine(CrashTestMain main) {
        return OneLineErrors.on(new CommandLine(main), failure -> OneLineErrors.FAILED);
    }

    @Override
    public Integer call() {
        Progress progress = new Progress(System.out, terminal);
        Report report = CrashTest.run(options(), progress);
        progress.say("");
        ReportText.lines(report).forEach(System.out::println);
        return report.hasViolations() ? OneLineErrors.FAILED : 0;
    }

    private CrashTestOptions options() {
        try {
            return new CrashTestOptions(
                    seed == null ? new SecureRandom().nextInt(1_000_000) : seed,
                    rounds == null ? (brief ? SHORT_ROUNDS : 20) : rounds,
                    requests,
                    rate,
                    faultKinds(),
                    instances,
                    StoreKind.parse(store),
                    brokers,
                    mode,
                    idempotencyKeys,
                    Duration.ofSeconds(finalWithin),
                    Duration.ofSeconds(settle),
                    new ServiceCommand(jvmArguments, classPath, mainClass),
                    environment,
                    work,
                    results);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private List<FaultKind> faultKinds() {
        String kinds = Objects.requireNonNullElse(faults, brief ? SHORT_FAULTS : "kill-api");
        return kinds.equals("none")
                ? List.of()
                : Arrays.stream(kinds.split(","))
                        .map(FaultKind::parse)
                        .distinct()
                        .toList();
    }
}
