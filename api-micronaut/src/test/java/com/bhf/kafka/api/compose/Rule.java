package com.bhf.kafka.api.compose;

import com.bhf.kafka.api.KnownVariables;
import com.bhf.kafka.api.compose.Compose.Service;
import com.bhf.kafka.producer.InvalidSettingException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;

/** What must hold of every service; each says what does not, and nothing when all is well. */
enum Rule {
    /** A key that is misspelt is ignored by some composes. Of the specification, what is used here. */
    KEYS_ARE_KNOWN {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            return Stream.of(
                            unknown(service.keys(), SERVICE_KEYS),
                            unknown(Compose.map(service.keys().get("healthcheck")), HEALTH_KEYS),
                            unknown(Compose.map(service.keys().get("build")), BUILD_KEYS),
                            unknown(compose.root(), ROOT_KEYS))
                    .flatMap(keys -> keys)
                    .map(key -> "unknown key " + key);
        }
    },
    VARIABLES_ARE_READ {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            Set<String> known = service.isApi() ? KnownVariables.names() : OrdersVariables.names();
            return service.isOurs()
                    ? service.environment().keySet().stream()
                            .filter(name -> !known.contains(name) && !isProducerSetting(name))
                            .map(name -> "it does not read " + name)
                    : Stream.of();
        }
    },
    VALUES_ARE_ALLOWED {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            try {
                if (service.isApi()) {
                    KnownVariables.check(service.environment());
                }
                return Stream.of();
            } catch (InvalidSettingException e) {
                return Stream.of(String.valueOf(e.getMessage()));
            }
        }
    },
    IMAGE_IS_PINNED {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            String image = service.text("image");
            return PINNED.matcher(image).matches()
                    ? Stream.of()
                    : Stream.of("image '" + image + "' is not registry/name:version");
        }
    },
    HEALTH_IS_CHECKED_OR_IT_ENDS {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            boolean fine = isChecked(service) || isOneShot(service, compose);
            return fine ? Stream.of() : Stream.of("no health check, and nobody waits for its end");
        }
    },
    DEPENDENCIES_CAN_BE_MET {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            return service.conditions().entrySet().stream()
                    .filter(wait -> !canBeMet(compose.services().get(wait.getKey()), wait.getValue()))
                    .map(wait -> wait + " cannot be met");
        }
    },
    PORTS_ARE_THE_LABS {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            Set<String> wanted = PORTS.getOrDefault(service.name(), Set.of());
            Set<String> published = new TreeSet<>(service.texts("ports"));
            return published.equals(wanted) ? Stream.of() : Stream.of(published + " in place of " + wanted);
        }
    },
    OURS_IS_CONFINED {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            boolean confined = service.text("read_only").equals("true")
                    && service.texts("cap_drop").equals(List.of("ALL"))
                    && service.texts("security_opt").equals(List.of("no-new-privileges"))
                    && service.keys().containsKey("mem_limit");
            return confined || !service.isOurs() ? Stream.of() : Stream.of("writable, privileged or unlimited");
        }
    },
    OURS_HAS_TIME_TO_DRAIN {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            if (!service.isOurs()) {
                return Stream.of();
            }
            Duration drain = service.isApi()
                    ? Duration.ofMillis(Long.parseLong(service.environment().getOrDefault("STOP_TIMEOUT_MS", "10000")))
                    : ORDERS_STOP;
            Duration grace = Duration.parse("PT" + service.text("stop_grace_period"));
            return grace.compareTo(drain) > 0 ? Stream.of() : Stream.of(grace + " is not enough");
        }
    },
    /** Else the experiments with lost acks prove nothing. */
    API_SENDS_THROUGH_THE_PROXY {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            String servers = service.environment().getOrDefault("KAFKA_BOOTSTRAP_SERVERS", "none");
            return service.isApi()
                    ? Stream.of(servers.split(","))
                            .filter(server -> !server.startsWith("toxiproxy:"))
                            .map(server -> server + " is not the proxy")
                    : Stream.of();
        }
    },
    /** Two instances of one name end each other's transactions. */
    ORDERS_INSTANCES_HAVE_THEIR_NAMES {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            String name = service.environment().getOrDefault(INSTANCE, "");
            boolean another = compose.services().values().stream()
                    .filter(other -> !other.name().equals(service.name()))
                    .anyMatch(other -> name.equals(other.environment().get(INSTANCE)));
            return service.isOrders() && (name.isEmpty() || another)
                    ? Stream.of(INSTANCE + " '" + name + "' is absent, or another's")
                    : Stream.of();
        }
    },
    /** The proxy at a broker's FAULTY address forwards to that broker's FAULTY listener. */
    PROXY_LEADS_TO_THE_BROKER {
        @Override
        Stream<String> violations(Service service, Compose compose) {
            if (!service.isBroker()) {
                return Stream.of();
            }
            String advertised = listener(service, "KAFKA_ADVERTISED_LISTENERS");
            String listens = listener(service, "KAFKA_LISTENERS");
            String proxy = "\"listen\": \"0.0.0.0" + advertised.replace("toxiproxy", "") + "\", \"upstream\": \""
                    + service.name() + listens + "\"";
            return advertised.startsWith("toxiproxy:") && proxies(compose).contains(proxy)
                    ? Stream.of()
                    : Stream.of("no proxy with " + proxy);
        }
    };

    private static final Set<String> ROOT_KEYS = Set.of(
            "name",
            "services",
            "volumes",
            "x-api",
            "x-broker",
            "x-broker-environment",
            "x-orders",
            "x-orders-environment");
    private static final Set<String> SERVICE_KEYS = Set.of(
            "build",
            "cap_drop",
            "command",
            "container_name",
            "depends_on",
            "environment",
            "healthcheck",
            "hostname",
            "image",
            "mem_limit",
            "ports",
            "read_only",
            "restart",
            "security_opt",
            "stop_grace_period",
            "stop_signal",
            "tmpfs",
            "volumes");
    private static final Set<String> HEALTH_KEYS = Set.of("test", "interval", "timeout", "retries", "start_period");
    private static final Set<String> BUILD_KEYS = Set.of("args", "context", "dockerfile");
    private static final String INSTANCE = "ORDERS_INSTANCE";
    /** Of its consumer, and of the producers that close after it. */
    private static final Duration ORDERS_STOP = Duration.ofSeconds(25);

    private static final Pattern PINNED = Pattern.compile("[a-z.]+(/[a-z0-9-]+)+:v?\\d+\\.\\d+[a-z0-9_.-]*");
    private static final Map<String, Set<String>> PORTS = Map.of(
            "kafka", Set.of("127.0.0.1:9092:9092"),
            "kafka-2", Set.of("127.0.0.1:9192:9192"),
            "kafka-3", Set.of("127.0.0.1:9292:9292"),
            "toxiproxy", Set.of("127.0.0.1:8474:8474"),
            "kafka-ui", Set.of("127.0.0.1:8080:8080"),
            "m02-java-api", Set.of("127.0.0.1:18080:8080", "127.0.0.1:18090:8081"),
            "m02-java-api-b", Set.of("127.0.0.1:18081:8080", "127.0.0.1:18091:8081"),
            "m04-java-api", Set.of("127.0.0.1:18082:8080"),
            "m04-java-api-b", Set.of("127.0.0.1:18083:8080"));

    /** What does not hold of one service. */
    abstract Stream<String> violations(Service service, Compose compose);

    List<String> violations(Compose compose) {
        return compose.services().values().stream()
                .flatMap(service -> violations(service, compose).map(said -> service.name() + ": " + said))
                .toList();
    }

    private static Stream<String> unknown(Map<String, Object> keys, Set<String> known) {
        return keys.keySet().stream().filter(key -> !known.contains(key));
    }

    private static boolean isProducerSetting(String name) {
        String setting = name.replaceFirst("^KAFKA_PRODUCER_", "").toLowerCase(Locale.ROOT);
        return name.startsWith("KAFKA_PRODUCER_")
                && ProducerConfig.configNames().contains(setting.replace('_', '.'));
    }

    private static boolean isChecked(Service service) {
        return Compose.map(service.keys().get("healthcheck")).containsKey("test");
    }

    private static boolean isOneShot(Service service, Compose compose) {
        return List.of("no", "on-failure").contains(service.text("restart"))
                && compose.services().values().stream()
                        .anyMatch(other -> "service_completed_successfully"
                                .equals(other.conditions().get(service.name())));
    }

    private static boolean canBeMet(Service target, String condition) {
        return target != null
                && switch (condition) {
                    case "service_started" -> true;
                    case "service_healthy" -> isChecked(target);
                    case "service_completed_successfully" ->
                        !isChecked(target) && List.of("no", "on-failure").contains(target.text("restart"));
                    default -> false;
                };
    }

    /** The address of FAULTY: host and port. */
    private static String listener(Service broker, String setting) {
        return Stream.of(broker.environment().getOrDefault(setting, "").split(","))
                .filter(listener -> listener.startsWith("FAULTY://"))
                .map(listener -> listener.substring("FAULTY://".length()))
                .findFirst()
                .orElse("none");
    }

    private static String proxies(Compose compose) {
        String command = compose.services().get("toxiproxy").text("command");
        String file = command.replaceAll(".*-config=/etc/(\\S+).*", "$1");
        return Compose.read(Compose.FOLDER.resolve(file));
    }
}
