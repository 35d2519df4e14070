package com.bhf.kafka.lab.basic;

import com.bhf.kafka.lab.basic.Comparison.Variant;
import com.bhf.kafka.producer.DeliveryMode;
import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.ProducerListener;
import com.bhf.kafka.producer.ProducerSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lab 1.2A: sends orders to Kafka, and says where each one is. */
@Command(
        name = "basic-producer",
        mixinStandardHelpOptions = true,
        version = "basic-producer of Lab 1.2A",
        sortOptions = false,
        usageHelpAutoWidth = true,
        description = "Sends orders to Kafka one by one, and says partition, offset and timestamp of each.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:every message is acknowledged",
            "1:one is not, or the producer cannot go on",
            "2:wrong input",
            "130:ended by Ctrl-C, after a flush of at most 5 s (143 by SIGTERM)"
        },
        footer = {
            "",
            "The environment has the other settings, as in README.md: KAFKA_REQUEST_TIMEOUT_MS, KAFKA_MAX_BLOCK_MS, any"
                    + " KAFKA_PRODUCER_* and so on; here with KAFKA_DELIVERY_TIMEOUT_MS=10000 and KAFKA_ACKS_PLAIN=all"
                    + " when they are not set."
        })
public final class BasicProducerMain implements Callable<Integer> {
    static final int OK = ExitCode.OK;
    static final int FAILED = ExitCode.SOFTWARE;

    private static final int MAX_MESSAGES = 1_000_000;
    private static final String DEFAULT_KEY = "customer-123";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--bootstrap-servers",
            paramLabel = "HOST:PORT",
            description = "Where Kafka is (default: KAFKA_BOOTSTRAP_SERVERS, else localhost:9092).")
    private @Nullable String bootstrapServers;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            defaultValue = "orders.created",
            description = "Default: ${DEFAULT-VALUE}.")
    private String topic = "";

    @Option(
            names = "--messages",
            paramLabel = "N",
            description = "How many, 1 to 1000000 (default: 10; 1000 with --optimized).")
    private @Nullable Integer messages;

    @Option(names = "--key", paramLabel = "KEY", description = "The key of all messages (default: none).")
    private @Nullable String key;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "One more header; may be repeated.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--idempotent",
            description = "enable.idempotence=true: a retry of Kafka's client makes no second record.")
    private boolean idempotent;

    @ArgGroup
    private Choice choice = new Choice();

    /** Exercises of their own; one at a time. */
    static final class Choice {
        @Option(
                names = "--twice",
                description = "Send one key and value twice, without and with an idempotency key (default key: "
                        + DEFAULT_KEY + ").")
        private boolean twice;

        @Option(
                names = "--optimized",
                description = "Measure 32 KB batches, 5 ms of linger and lz4 against the default settings.")
        private boolean optimized;

        @Option(
                names = "--circuit-breaker",
                description = "Go on after failures: after five in a row sends are refused at once.")
        private boolean circuitBreaker;
    }

    private final Environment environment;

    BasicProducerMain(Environment environment) {
        this.environment = environment;
    }

    /** Blocks until all is sent; then ends the JVM. */
    public static void main(String[] args) {
        System.exit(commandLine(new Environment(System.getenv())).execute(args));
    }

    static CommandLine commandLine(Environment environment) {
        return new CommandLine(new BasicProducerMain(environment))
                .setParameterExceptionHandler((wrong, args) -> say(wrong.getCommandLine(), wrong, ExitCode.USAGE))
                .setExecutionExceptionHandler((failure, command, args) -> {
                    boolean wrongInput =
                            failure instanceof WrongInputException || failure instanceof InvalidSettingException;
                    return say(command, failure, wrongInput ? ExitCode.USAGE : FAILED);
                });
    }

    private static int say(CommandLine command, Exception failure, int status) {
        String hint = status == ExitCode.USAGE ? " (see --help)" : "";
        command.getErr().println(command.getCommandName() + ": " + reason(failure) + hint);
        return status;
    }

    /** One line, with what Kafka's own exceptions say in their cause. */
    private static String reason(Throwable failure) {
        Throwable cause = failure.getCause();
        String message = String.valueOf(failure.getMessage());
        return (cause == null || message.contains(String.valueOf(cause.getMessage()))
                        ? message
                        : message + ": " + cause.getMessage())
                .replace('\n', ' ');
    }

    @Override
    public Integer call() {
        checkMessages();
        Headers all = Headers.parse(headers);
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        Screen screen = Screen.ofThisProcess(out, spec.commandLine().getErr());
        KafkaLogHandler log = KafkaLogHandler.install(screen);
        Exercise exercise = exercise(all, screen, log);
        Runtime.getRuntime().addShutdownHook(new Thread(exercise::finish, "ctrl-c"));
        return exercise.run();
    }

    private void checkMessages() {
        if (messages != null && choice.twice) {
            throw new WrongInputException("--messages", messages, "not together with --twice, which sends two");
        }
        if (messages != null && (messages < 1 || messages > MAX_MESSAGES)) {
            throw new WrongInputException("--messages", messages, "a whole number from 1 to " + MAX_MESSAGES);
        }
    }

    private Exercise exercise(Headers all, Screen screen, KafkaLogHandler log) {
        ProducerSettings settings = environment.settings(bootstrapServers);
        DeliveryMode mode = idempotent ? DeliveryMode.IDEMPOTENT : DeliveryMode.PLAIN;
        if (choice.optimized) {
            ProducerSettings optimized = environment.optimized(bootstrapServers);
            return new Comparison(
                    count(1_000),
                    new Batch(key, all),
                    variant -> OrderSender.open(
                            variant == Variant.OPTIMIZED ? optimized : settings, mode, topic, ProducerListener.NO_OP),
                    screen);
        }
        Deliveries deliveries = new Deliveries(screen);
        OrderSender sender = OrderSender.open(settings, mode, topic, deliveries);
        screen.line("sending to " + topic + " at " + settings.bootstrapServers() + ", " + mode.wireName() + " mode");
        if (choice.twice) {
            String theKey = key == null ? DEFAULT_KEY : key;
            return new Twice(mode, theKey, all, sender, OncePerKey.open(settings, topic), screen);
        }
        SendRun.Plan plan = new SendRun.Plan(count(10), key, all, choice.circuitBreaker);
        return new SendRun(plan, settings, sender, deliveries, log, screen);
    }

    private int count(int byDefault) {
        return messages == null ? byDefault : messages;
    }
}
