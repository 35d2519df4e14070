package com.bhf.kafka.api;

import com.bhf.kafka.producer.delivery.DeliveryEngine;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Map;

/** The service in this JVM, with settings of the test's own, as a fault test needs it. */
record RunningApi(ApplicationContext context, ApiClient api, ApiClient management) implements AutoCloseable {
    private static final String MANAGEMENT_PORT = "endpoints.all.port";

    static RunningApi start(String bootstrapServers, Map<String, String> settings) {
        ApplicationContext context = ApplicationContext.builder()
                .singletons(new SettingsSource(TestSettings.of(bootstrapServers, settings)))
                .properties(properties(bootstrapServers))
                .start();
        context.getBean(DeliveryEngine.class);
        EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
        return new RunningApi(context, new ApiClient(server.getPort()), management(context));
    }

    static Map<String, Object> properties(String bootstrapServers) {
        return Map.of(
                "micronaut.server.port",
                -1,
                MANAGEMENT_PORT,
                FreePort.next(),
                "kafka.bootstrap.servers",
                bootstrapServers);
    }

    static ApiClient management(ApplicationContext context) {
        return new ApiClient(context.getRequiredProperty(MANAGEMENT_PORT, Integer.class));
    }

    @Override
    public void close() {
        context.close();
    }
}
