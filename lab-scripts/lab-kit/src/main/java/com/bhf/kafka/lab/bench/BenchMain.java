package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.broker.LabLogging;
import com.bhf.kafka.lab.broker.OneLineErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures the service. Ends with status 0; 1 when a figure cannot be believed, something got worse than in the run
 * it is compared with, or the benchmark could not be carried through; 2 on wrong input.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Measures the service beside the limits of this machine, in interleaved rounds.")
public final class BenchMain implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--rounds", paramLabel = "N", description = "Of all scenarios (default: 5).")
    private @Nullable Integer rounds;

    @Option(names = "--seconds", paramLabel = "N", description = "Of one measurement (default: 10).")
    private @Nullable Integer seconds;

    @Option(names = "--warm-up", paramLabel = "N", description = "Seconds for each scenario (default: 30).")
    private @Nullable Integer warmUp;

    @Option(names = "--quick", description = "About a minute: 2 rounds of 2 s. Shows that it works, and little more.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SCENARIO",
            description = "health, raw, sync, async, async-no-store, async-status, batch, ndjson, key, async-postgres"
                    + " (default: all).")
    private List<String> only = List.of();

    @Option(
            names = "--connections",
            defaultValue = "64",
            paramLabel = "N",
            description = "Of wrk (default: ${DEFAULT-VALUE}).")
    private int connections;

    @Option(names = "--topics", description = "Also: 1 to 100 topics, 1 to 1,000 connections.")
    private boolean topics;

    @Option(names = "--growth", description = "Also: cost per request as the store grows.")
    private boolean growth;

    @Option(
            names = "--growth-rows",
            defaultValue = "5000000",
            paramLabel = "N",
            description = "Up to so many (default: ${DEFAULT-VALUE}).")
    private long growthRows;

    @Option(names = "--half-rate", description = "Also: latency of sync sends at half of the possible rate.")
    private boolean halfRate;

    @Option(names = "--memory", description = "Also: resident memory under full load with -Xmx256m.")
    private boolean memory;

    @Option(names = "--start", description = "Also: process start to the first 200.")
    private boolean start;

    @Option(names = "--soak", paramLabel = "TIME", description = "Also: half rate for this long, such as 30m or 90s.")
    private @Nullable String soak;

    @Option(names = "--compare", paramLabel = "FILE", description = "Says what got worse since this earlier result.")
    private @Nullable Path compare;

    @Option(names = "--results", required = true, paramLabel = "DIR", description = "Where JSON and HTML go.")
    private Path results = Path.of("");

    @Option(names = "--class-path", required = true, paramLabel = "PATH", description = "Of the service.")
    private String classPath = "";

    @Option(
            names = "--no-store-class-path",
            required = true,
            paramLabel = "PATH",
            description = "Of the service without a store.")
    private String noStoreClassPath = "";

    @Option(
            names = "--jvm-arg",
            paramLabel = "ARG",
            description = "For the service's JVM; may be repeated (default: -Xmx512m -XX:+UseSerialGC).")
    private List<String> jvmArguments = List.of("-Xmx512m", "-XX:+UseSerialGC");

    @Option(names = "--archive", paramLabel = "FILE", description = "Class-data archive of the service.")
    private @Nullable Path archive;

    @Option(names = "--wrk", defaultValue = "wrk", paramLabel = "FILE", description = "The wrk to use.")
    private Path wrk = Path.of("wrk");

    @Option(names = "--commit", defaultValue = "unknown", paramLabel = "TEXT", description = "What is measured.")
    private String commit = "";

    @Option(
            names = "--work",
            paramLabel = "DIR",
            description = "Where to make the folder of the run (default: where temporary files go).")
    private @Nullable Path work;

    private BenchMain() {}

    /** Blocks until all is measured; then ends the JVM. */
    public static void main(String[] args) {
        LabLogging.quietByDefault();
        CommandLine command = OneLineErrors.on(line(new BenchMain()), failure -> OneLineErrors.FAILED);
        System.exit(command.execute(args));
    }

    /**
     * The options that a command line stands for.
     *
     * @throws ParameterException names what is wrong
     */
    static BenchOptions options(String... args) {
        BenchMain main = new BenchMain();
        line(main).parseArgs(args);
        return main.options();
    }

    /** Of an option that is given twice the last one counts: the script gives what the user may give again. */
    private static CommandLine line(BenchMain main) {
        return new CommandLine(main).setOverwrittenOptionsAllowed(true);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        BenchOptions options = options();
        BenchReport earlier = compare == null ? null : BenchReport.read(compare);
        BenchReport report = new Bench(options, RunFolder.create(work), System.out::println).run();
        Files.createDirectories(results);
        String name = "bench-" + report.begun().replaceAll("[:-]", "");
        Path json = Files.writeString(results.resolve(name + ".json"), report.toJson());
        Path html = Files.writeString(results.resolve(name + ".html"), HtmlReport.page(report));
        System.out.println();
        ReportText.lines(report).forEach(System.out::println);
        System.out.println("results: " + json + "\n         " + html);
        boolean worse = earlier != null && isWorse(Comparison.of(earlier, report));
        return worse || report.hasInvalid() ? OneLineErrors.FAILED : 0;
    }

    private static boolean isWorse(Comparison comparison) {
        System.out.println();
        if (!comparison.sameMachine()) {
            System.out.println("the earlier run was on another machine: only ratios and allocation are compared");
        }
        System.out.println("figures of fewer than " + Comparison.FEWEST_ROUNDS + " rounds are not compared");
        comparison.changes().forEach(System.out::println);
        if (!comparison.hasRegression()) {
            System.out.println("nothing got worse beyond the noise");
        }
        return comparison.hasRegression();
    }

    private BenchOptions options() {
        try {
            Set<StudyKind> studies = studies();
            boolean studiesOnly = !studies.isEmpty() && rounds == null && !quick;
            int measured = Objects.requireNonNullElse(seconds, quick ? 2 : 10);
            return new BenchOptions(
                    Objects.requireNonNullElse(rounds, studiesOnly ? 0 : quick ? 2 : 5),
                    Duration.ofSeconds(measured),
                    Duration.ofSeconds(Objects.requireNonNullElse(warmUp, quick ? 1 : 30)),
                    connections,
                    only.isEmpty()
                            ? Arrays.asList(Scenario.values())
                            : only.stream().map(Scenario::parse).distinct().toList(),
                    studies,
                    soak == null ? Duration.ofMinutes(30) : duration(soak),
                    growthRows,
                    classPath,
                    noStoreClassPath,
                    jvmArguments,
                    archive,
                    wrk,
                    results,
                    work,
                    compare,
                    commit);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(Objects.requireNonNull(spec).commandLine(), e.getMessage(), e);
        }
    }

    private Set<StudyKind> studies() {
        Map<StudyKind, Boolean> given = Map.of(
                StudyKind.TOPICS, topics,
                StudyKind.GROWTH, growth,
                StudyKind.HALF_RATE, halfRate,
                StudyKind.MEMORY, memory,
                StudyKind.START, start,
                StudyKind.SOAK, soak != null);
        Set<StudyKind> asked = EnumSet.noneOf(StudyKind.class);
        given.forEach((kind, wanted) -> {
            if (wanted) {
                asked.add(kind);
            }
        });
        return asked;
    }

    private static Duration duration(String text) {
        if (!text.matches("[1-9][0-9]{0,5}[smh]")) {
            throw new IllegalArgumentException("--soak '" + text + "' is not a number with s, m or h, such as 30m");
        }
        return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
    }
}
