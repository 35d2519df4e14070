package com.bhf.kafka.api;

import com.bhf.kafka.producer.ProducerSettings;
import com.bhf.kafka.statusstore.StatusStoreSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The environment variables that the application reads: by watching it read them, not by a list. */
public final class KnownVariables {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z_]+):");

    private KnownVariables() {}

    /** What is asked for at start, and what application.properties and logback.xml name. */
    public static Set<String> names() {
        Watched watched = new Watched();
        ServiceSettings.fromEnvironment(watched, ProducerSettings.fromEnvironment(watched));
        StatusStoreSettings.fromEnvironment(watched);
        Set<String> names = new TreeSet<>(watched.asked);
        for (String file : new String[] {"application.properties", "logback.xml"}) {
            PLACEHOLDER.matcher(resource(file)).results().forEach(name -> names.add(name.group(1)));
        }
        return names;
    }

    /**
     * Reads a whole environment as the application does at its start.
     *
     * @throws com.bhf.kafka.producer.InvalidSettingException when it would not start
     */
    public static void check(Map<String, String> variables) {
        ServiceSettings.check(variables);
        StatusStoreSettings.fromEnvironment(variables);
    }

    private static String resource(String name) {
        try {
            return Files.readString(Path.of("src/main/resources", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** An empty environment that keeps what it was asked for. */
    private static final class Watched extends HashMap<String, String> {
        private static final long serialVersionUID = 1;

        private final TreeSet<String> asked = new TreeSet<>();

        @Override
        public String getOrDefault(Object name, String byDefault) {
            asked.add((String) name);
            return byDefault;
        }
    }
}
