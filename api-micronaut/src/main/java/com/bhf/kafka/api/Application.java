package com.bhf.kafka.api;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.delivery.DeliveryEngine;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.util.Optional;
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
            // Before the port is open: whoever gets an answer gets it from a service that works.
            context.getBean(DeliveryEngine.class);
            context.getBean(EmbeddedServer.class).start();
        } catch (RuntimeException e) {
            fail(e);
        }
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
