package com.bhf.kafka.orders;

import com.bhf.kafka.producer.InvalidSettingException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Starts the service; whatever stops the start is told in one line. */
public final class Application {
    private static final int BAD_SETTING = 2;
    private static final int CANNOT_START = 1;
    private static final String USAGE = """
            Usage: java -jar orders-service.jar [--check | --help]
              --check  start as usual, say that the configuration works, and stop again
              --help   show this
            Settings come from environment variables; the most used, with their defaults:
              KAFKA_BOOTSTRAP_SERVERS=localhost:9092   the brokers
              SERVER_PORT=18082                        the API
              ORDERS_HTTP_PRODUCER=true                false: a consumer only
              ORDERS_STORE_URL=jdbc:h2:file:./data/orders
            All of them are in lab-scripts/orders-service/README.md.""";

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
            OrdersSettings.check(new Variables(System.getenv()));
            start(ApplicationContext.builder().banner(false).build());
            if (options.contains("--check")) {
                System.out.println("The configuration works");
                Runtime.getRuntime().exit(0);
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    static void start(ApplicationContext context) {
        context.start();
        Runtime.getRuntime().addShutdownHook(new Thread(context::close, "shutdown"));
        context.getBean(OrderStore.class);
        context.getBean(EmbeddedServer.class).start();
        context.getBean(OrderConsumer.class).start();
    }

    private static void fail(RuntimeException error) {
        Optional<Throwable> badSetting = cause(error, InvalidSettingException.class);
        String reason = badSetting
                .or(() -> cause(error, StoreUnavailableException.class))
                .map(Throwable::getMessage)
                .or(() -> cause(error, BindException.class)
                        .map(e -> e.getMessage() + " (a port is taken: set SERVER_PORT to a free one)"))
                .orElse(error.toString());
        System.err.println("Cannot start: " + reason);
        Runtime.getRuntime().exit(badSetting.isPresent() ? BAD_SETTING : CANNOT_START);
    }

    private static Optional<Throwable> cause(Throwable error, Class<? extends Throwable> type) {
        return Stream.iterate(error, e -> e != null, Throwable::getCause)
                .filter(type::isInstance)
                .findFirst();
    }
}
