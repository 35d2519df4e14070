package com.bhf.kafka.api;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import com.bhf.kafka.statusstore.StatusStoreSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** Starts the service; whatever stops the start is told in one line. */
public final class Application {
    private static final int BAD_SETTING = 2;
    private static final int CANNOT_START = 1;

    private Application() {}

    public static void main(String[] args) {
        ApplicationContext context =
                ApplicationContext.builder().args(args).banner(false).build();
        try {
            context.start();
            Runtime.getRuntime().addShutdownHook(new Thread(context::close, "shutdown"));
            checkSettings(context);
            start(context);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    /** Before any port is open. */
    private static void checkSettings(ApplicationContext context) {
        context.getBean(ServiceSettings.class);
        context.getBean(ProducerSettings.class);
        context.getBean(StatusStoreSettings.class);
    }

    /** Store and producers start beside the server; until they have, readiness is down and sends wait. */
    private static void start(ApplicationContext context) {
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
