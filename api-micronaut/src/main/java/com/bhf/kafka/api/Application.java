package com.bhf.kafka.api;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import com.bhf.kafka.statusstore.StatusStoreSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Starts the service; whatever stops the start is told in one line. */
public final class Application {
    private static final int BAD_SETTING = 2;
    private static final int CANNOT_START = 1;
    private static final String USAGE = """
            Usage: java -jar api-micronaut.jar [--check | --help]
              --check  start as usual, say that the configuration works, and stop again
              --help   show this
            Settings come from environment variables; the most used, with their defaults:
              KAFKA_BOOTSTRAP_SERVERS=localhost:9092   the brokers
              SERVER_PORT=8080                         the API
              MANAGEMENT_PORT=8081                     /health/readiness, /health/liveness, /prometheus
              STATUS_STORE_URL=jdbc:h2:file:./data/status
            All of them are in README.md.""";

    private Application() {}

    /**
     * Starts the service.
     *
     * @param args {@code --check}: start as usual, say so, and stop again; {@code --help}
     */
    public static void main(String[] args) {
        List<String> options = List.of(args);
        if (options.contains("--help")) {
            System.out.println(USAGE);
            return;
        }
        if (!Set.of("--check").containsAll(options)) {
            System.err.println("Unknown option in " + options + "; see --help");
            Runtime.getRuntime().exit(BAD_SETTING);
        }
        try {
            checkSettings(System.getenv());
            start(ApplicationContext.builder()
                    .banner(false)
                    .properties(KafkaAdminProperties.fromEnvironment(System.getenv()))
                    .build());
            if (options.contains("--check")) {
                System.out.println("The configuration works");
                Runtime.getRuntime().exit(0);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Before anything is started, so that nothing has to be stopped again. */
    private static void checkSettings(Map<String, String> variables) {
        ServiceSettings.check(variables);
        StatusStoreSettings.fromEnvironment(variables);
    }

    /** Store and producers start beside the server; until they have, readiness is down and sends wait. */
    private static void start(ApplicationContext context) {
        context.start();
        Runtime.getRuntime().addShutdownHook(new Thread(context::close, "shutdown"));
        CompletableFuture<DeliveryEngine> engine =
                CompletableFuture.supplyAsync(() -> context.getBean(DeliveryEngine.class));
        context.getBean(EmbeddedServer.class).start();
        engine.join();
    }

    private static void fail(RuntimeException error) {
        Optional<Throwable> badSetting = cause(error, InvalidSettingException.class);
        String reason = badSetting
                .or(() -> cause(error, StatusStoreException.class))
                .map(Throwable::getMessage)
                .or(() -> cause(error, BindException.class).map(e -> bindProblem(error)))
                .orElse(error.toString());
        System.err.println("Cannot start: " + reason);
        Runtime.getRuntime().exit(badSetting.isPresent() ? BAD_SETTING : CANNOT_START);
    }

    private static String bindProblem(RuntimeException error) {
        return cause(error, ServerStartupException.class)
                        .map(Throwable::getMessage)
                        .orElse("a port is taken")
                + " (a port is taken: set SERVER_PORT or MANAGEMENT_PORT to a free one)";
    }

    private static Optional<Throwable> cause(Throwable error, Class<? extends Throwable> type) {
        return Stream.iterate(error, e -> e != null, Throwable::getCause)
                .filter(type::isInstance)
                .findFirst();
    }
}
