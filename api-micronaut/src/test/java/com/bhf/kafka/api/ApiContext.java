package com.bhf.kafka.api;

import io.micronaut.context.DefaultApplicationContextBuilder;
import java.util.Map;

/** The application against the shared broker, on free ports, with a store of its own. */
public final class ApiContext extends DefaultApplicationContextBuilder {

    public ApiContext() {
        String servers = SharedBroker.get().bootstrapServers();
        singletons(new SettingsSource(TestSettings.of(servers, Map.of())));
        properties(RunningApi.properties(servers));
    }
}
