package com.bhf.kafka.api.compose;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Compose files, later ones on top of earlier ones, with their variables resolved as compose does. */
record Compose(Map<String, Object> root) {
    static final Path FOLDER = Path.of("..", "lab-scripts", "docker");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z0-9_]+)(?::-([^}]*))?}");

    static Compose load(Map<String, String> environment, String... files) {
        Map<String, Object> merged = new LinkedHashMap<>();
        for (String file : files) {
            merge(merged, map(parse(resolve(read(FOLDER.resolve(file)), environment))));
        }
        return new Compose(merged);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Object parse(String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        return new Yaml(new SafeConstructor(options)).load(yaml);
    }

    private static String resolve(String text, Map<String, String> environment) {
        return VARIABLE.matcher(text).replaceAll(variable -> {
            String byDefault = variable.group(2);
            String value = environment.getOrDefault(variable.group(1), byDefault);
            if (value == null) {
                throw new IllegalArgumentException(variable.group() + " has no default");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    /** Mappings are merged, lists are joined, everything else is replaced. */
    private static void merge(Map<String, Object> below, Map<String, Object> above) {
        above.forEach((key, value) -> {
            Object old = below.get(key);
            if (old instanceof Map && value instanceof Map) {
                Map<String, Object> both = new LinkedHashMap<>(map(old));
                merge(both, map(value));
                below.put(key, both);
            } else if (old instanceof List<?> first && value instanceof List<?> second) {
                List<Object> both = new ArrayList<>(first);
                both.addAll(second);
                below.put(key, both);
            } else {
                below.put(key, value);
            }
        });
    }

    /** The same with some keys of a service changed; a null takes a key away. */
    Compose with(String service, String changes) {
        Map<String, Object> keys = new LinkedHashMap<>(services().get(service).keys());
        merge(keys, map(parse(changes)));
        keys.values().removeIf(value -> value == null);
        Map<String, Object> services = new LinkedHashMap<>(map(root.get("services")));
        services.put(service, keys);
        Map<String, Object> changed = new LinkedHashMap<>(root);
        changed.put("services", services);
        return new Compose(changed);
    }

    Map<String, Service> services() {
        Map<String, Service> services = new TreeMap<>();
        map(root.get("services")).forEach((name, keys) -> services.put(name, new Service(name, map(keys))));
        return services;
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    /** One service; what is absent is empty. */
    record Service(String name, Map<String, Object> keys) {
        String text(String key) {
            return String.valueOf(keys.getOrDefault(key, ""));
        }

        List<String> texts(String key) {
            return keys.get(key) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }

        Map<String, String> environment() {
            Map<String, String> variables = new TreeMap<>();
            map(keys.get("environment")).forEach((name, value) -> variables.put(name, String.valueOf(value)));
            return variables;
        }

        /** The condition of each service that this one waits for. */
        Map<String, String> conditions() {
            Map<String, String> conditions = new TreeMap<>();
            map(keys.get("depends_on"))
                    .forEach((name, how) -> conditions.put(name, String.valueOf(map(how).get("condition"))));
            return conditions;
        }

        boolean isApi() {
            return text("image").contains("/m02-java-api:");
        }

        boolean isOrders() {
            return text("image").contains("/m04-java-api:");
        }

        /** What this repository makes. */
        boolean isOurs() {
            return isApi() || isOrders();
        }

        boolean isBroker() {
            return environment().containsKey("KAFKA_NODE_ID");
        }
    }
}
