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
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;

/** Our containers get only settings of their README's table, and KAFKA_PRODUCER_* that Kafka's producer has. */
public final class EnvironmentNames implements Rule {
    private static final String PASSED = "KAFKA_PRODUCER_";

    @Override
    public List<String> violations(Manifests manifests) {
        return Stream.concat(
                        unread(manifests, "m02-java-api:", known()),
                        unread(manifests, "m04-java-api:", knownToOrders()))
                .toList();
    }

    private static Stream<String> unread(Manifests manifests, String image, Set<String> known) {
        return manifests.containers().stream()
                .filter(container -> container.json().at("/image").asText().startsWith(image))
                .flatMap(container -> Manifest.elements(container.json().at("/env")).stream()
                        .map(variable -> variable.at("/name").asText())
                        .filter(name -> !known.contains(name) && !isProducerSetting(name))
                        .map(name -> container.id() + ": the service does not read " + name));
    }

    /** The names in the first column of the README's table of settings. */
    public static Set<String> known() {
        return table("README.md").collect(Collectors.toSet());
    }

    /** Those of its own, and producer-core's. */
    private static Set<String> knownToOrders() {
        return Stream.concat(
                        table("lab-scripts/orders-service/README.md"),
                        table("README.md").filter(name -> name.startsWith("KAFKA_")))
                .collect(Collectors.toSet());
    }

    private static Stream<String> table(String readme) {
        return Repository.read(readme)
                .lines()
                .dropWhile(line -> !line.equals("## Settings"))
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", 3)[1])
                .flatMap(names ->
                        Pattern.compile("`([A-Z_]+)`").matcher(names).results().map(name -> name.group(1)));
    }

    private static boolean isProducerSetting(String name) {
        String setting = name.startsWith(PASSED)
                ? name.substring(PASSED.length()).toLowerCase(Locale.ROOT).replace('_', '.')
                : "";
        return ProducerConfig.configNames().contains(setting);
    }
}
