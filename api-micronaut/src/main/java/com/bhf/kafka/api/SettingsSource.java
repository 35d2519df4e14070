package com.bhf.kafka.api;

import java.util.Map;

/** Where settings are read from: the environment variables of the process. */
record SettingsSource(Map<String, String> variables) {

    SettingsSource {
        variables = Map.copyOf(variables);
    }
}
