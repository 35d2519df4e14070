package com.bhf.kafka.lab.broker;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic as the command line writes it: {@code name:partitions[:setting=value,...]}. */
record TopicSpec(String name, int partitions, Map<String, String> config) {

    TopicSpec {
        config = Map.copyOf(config);
    }

    /** @throws IllegalArgumentException when {@code text} has another form */
    static TopicSpec parse(String text) {
        String[] parts = text.split(":", 3);
        if (parts.length < 2 || parts[0].isBlank() || !parts[1].matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException("'" + text + "' is not name:partitions[:setting=value,...]");
        }
        return new TopicSpec(
                parts[0], Integer.parseInt(parts[1]), parts.length < 3 ? Map.of() : settings(text, parts[2]));
    }

    private static Map<String, String> settings(String text, String list) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String setting : list.split(",", -1)) {
            int equals = setting.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + setting + "' in '" + text + "' is not setting=value");
            }
            settings.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return settings;
    }

    NewTopic toNewTopic() {
        return new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(config);
    }
}
