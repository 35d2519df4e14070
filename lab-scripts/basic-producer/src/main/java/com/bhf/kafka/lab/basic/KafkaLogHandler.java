package com.bhf.kafka.lab.basic;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/**
 * What the seed calls a log handler: hears what Kafka's client logs, from warnings on. A client that finds no broker
 * says the same several times a second, so each message is printed once, and counted.
 */
final class KafkaLogHandler extends AppenderBase<ILoggingEvent> {
    private static final String NO_CONNECTION = "could not be established";

    private final Screen screen;
    private final Map<String, AtomicInteger> heard = new ConcurrentHashMap<>();

    private KafkaLogHandler(Screen screen) {
        this.screen = screen;
    }

    /** All that is logged in this process comes here from now on. */
    static KafkaLogHandler install(Screen screen) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        KafkaLogHandler handler = new KafkaLogHandler(screen);
        handler.setContext(context);
        handler.start();
        Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.WARN);
        root.addAppender(handler);
        return handler;
    }

    @Override
    protected void append(ILoggingEvent event) {
        // Some of Kafka's messages hold ids and counters.
        String kind = event.getMessage().replaceAll("\\d+", "0");
        if (heard.computeIfAbsent(kind, key -> new AtomicInteger()).incrementAndGet() == 1) {
            // Each of the client's messages begins with its client.id.
            String text = event.getFormattedMessage().replaceFirst("^\\[Producer [^]]*] ", "");
            screen.warning("log   " + event.getLevel() + " " + text);
        }
    }

    /** How often the client said that it could not connect. */
    int failedConnections() {
        return heard.entrySet().stream()
                .filter(message -> message.getKey().contains(NO_CONNECTION))
                .mapToInt(message -> message.getValue().get())
                .sum();
    }
}
