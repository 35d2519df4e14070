package com.bhf.kafka.k8s.rules;

import com.bhf.kafka.k8s.Manifest;
import com.bhf.kafka.k8s.Manifests;
import com.bhf.kafka.k8s.Repository;
import com.bhf.kafka.k8s.Rule;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The API's containers get only settings of the README's table, and KAFKA_PRODUCER_* that Kafka's producer has. */
public final class EnvironmentNames implements Rule {
    private static final String PASSED = "KAFKA_PRODUCER_";

    @Override
    public List<String> violations(Manifests manifests) {
        Set<String> known = known();
        return manifests.containers().stream()
                .filter(container -> container.json().at("/image").asText().startsWith("m02-java-api:"))
                .flatMap(container -> Manifest.elements(container.json().at("/env")).stream()
                        .map(variable -> variable.at("/name").asText())
                        .filter(name -> !known.contains(name) && !isProducerSetting(name))
                        .map(name -> container.id() + ": the API does not read " + name))
                .toList();
    }

    /** The names in the first column of the README's table of settings. */
    public static Set<String> known() {
        return Repository.read("README.md")
                .lines()
                .dropWhile(line -> !line.equals("## Settings"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", 3)[1])
                .flatMap(names ->
                        Pattern.compile("`([A-Z_]+)`").matcher(names).results().map(name -> name.group(1)))
                .collect(Collectors.toSet());
    }

    private static boolean isProducerSetting(String name) {
        String setting = name.startsWith(PASSED)
                ? name.substring(PASSED.length()).toLowerCase(Locale.ROOT).replace('_', '.')
                : "";
        return ProducerConfig.configNames().contains(setting);
    }
}
