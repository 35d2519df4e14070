package com.bhf.kafka.api.compose;

import com.bhf.kafka.api.KnownVariables;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The environment variables that the orders service reads: those its sources name, and producer-core's. */
final class OrdersVariables {
    private static final Path SOURCES = Path.of("orders-service/src/main/java/com/bhf/kafka/orders");
    private static final Pattern NAME = Pattern.compile("\"((?:ORDERS|SERVER|MAX)_[A-Z_]+)\"");

    private OrdersVariables() {}

    static Set<String> names() {
        Set<String> names = new TreeSet<>(KnownVariables.names());
        names.removeIf(name -> !name.startsWith("KAFKA_"));
        for (String file : new String[] {"OrdersSettings", "StoreSettings", "RetryPolicy"}) {
            Path source = Compose.FOLDER.resolveSibling(SOURCES).resolve(file + ".java");
            NAME.matcher(Compose.read(source)).results().forEach(name -> names.add(name.group(1)));
        }
        return names;
    }
}
