package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.broker.LabLogging;
import com.bhf.kafka.lab.broker.OneLineErrors;
import com.bhf.kafka.lab.crash.ServiceCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Ends with status 0 when every claim held, 1 when one did not or the test could not be carried through, 2 on wrong input. */
@Command(
        name = "orders-test",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Sends orders while consumers join, leave and are killed, and counts effects and dead letters.")
public final class OrdersTestMain implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--seed", paramLabel = "N", description = "Which orders are sent (default: random).")
    private @Nullable Long seed;

    @Option(names = "--short", description = "400 orders, 20 beside a stuck one, 300 replayed.")
    private boolean brief;

    @Option(names = "--orders", paramLabel = "N", description = "Orders (default: 10000).")
    private @Nullable Integer orders;

    @Option(
            names = "--rate",
            defaultValue = "100",
            paramLabel = "N",
            description = "Orders per second (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--pause",
            defaultValue = "1",
            paramLabel = "SECONDS",
            description = "Between two things that happen to the consumers (default: ${DEFAULT-VALUE}).")
    private int pause;

    @Option(names = "--others", paramLabel = "N", description = "Orders beside a stuck one (default: 200); 0: none.")
    private @Nullable Integer others;

    @Option(names = "--replayed", paramLabel = "N", description = "Dead letters replayed (default: 1000); 0: none.")
    private @Nullable Integer replayed;

    @Option(
            names = "--protocol",
            defaultValue = "classic",
            paramLabel = "NAME",
            description = "Of the group: classic, or consumer (KIP-848) (default: ${DEFAULT-VALUE}).")
    private String protocol = "";

    @Option(
            names = "--quiet",
            defaultValue = "20",
            paramLabel = "SECONDS",
            description = "What is missing after so long without a change is lost (default: ${DEFAULT-VALUE}).")
    private int quiet;

    @Option(names = "--class-path", required = true, paramLabel = "JAR", description = "Of the service.")
    private String classPath = "";

    @Option(names = "--main", required = true, paramLabel = "CLASS", description = "Of the service.")
    private String mainClass = "";

    @Option(names = "--jvm-arg", paramLabel = "ARG", description = "For the service's JVM; may be repeated.")
    private List<String> jvmArguments = new ArrayList<>();

    @Option(names = "--keep-results", paramLabel = "FOLDER", description = "Where to keep what is printed.")
    private @Nullable Path results;

    private OrdersTestMain() {}

    /** Blocks until the test is over; then ends the JVM. */
    public static void main(String[] args) {
        LabLogging.quietByDefault();
        System.exit(OneLineErrors.on(new CommandLine(new OrdersTestMain()), failure -> OneLineErrors.FAILED)
                .execute(args));
    }

    @Override
    public Integer call() throws IOException {
        OrdersTestOptions options = options();
        OrdersReport report = OrdersTest.run(options, Duration.ofSeconds(quiet));
        List<String> lines = new ArrayList<>(List.of("orders-test  seed " + options.seed() + ", group protocol "
                + options.protocol() + ", 10 % of the attempts fail for a while"));
        lines.addAll(report.lines());
        lines.forEach(System.out::println);
        keep(options, lines);
        return report.violations().isEmpty() ? 0 : OneLineErrors.FAILED;
    }

    private void keep(OrdersTestOptions options, List<String> lines) throws IOException {
        if (results != null) {
            String time = LocalDateTime.now(ZoneOffset.UTC).format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
            String name = "orders-test-" + time + "-" + options.protocol() + "-seed-" + options.seed() + ".log";
            Files.write(Files.createDirectories(results).resolve(name), lines);
        }
    }

    private OrdersTestOptions options() {
        try {
            return new OrdersTestOptions(
                    seed == null ? new SecureRandom().nextInt(1_000_000) : seed,
                    Objects.requireNonNullElse(orders, brief ? 400 : 10_000),
                    rate,
                    pause,
                    Objects.requireNonNullElse(others, brief ? 20 : 200),
                    Objects.requireNonNullElse(replayed, brief ? 300 : 1_000),
                    protocol,
                    new ServiceCommand(jvmArguments, classPath, mainClass),
                    null);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }
}
