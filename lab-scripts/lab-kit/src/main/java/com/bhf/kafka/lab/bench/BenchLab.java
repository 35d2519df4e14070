package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.broker.FreePorts;
import com.bhf.kafka.lab.store.PostgresMain;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Everything that runs beside the loads: the broker, the services that are measured, their stores. */
final class BenchLab implements AutoCloseable {

    static final String MAIN = "com.bhf.kafka.api.Application";

    private final BenchOptions options;
    private final Path folder;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private final Map<ServiceKind, BenchService> services = new EnumMap<>(ServiceKind.class);
    private final BenchBroker broker;
    private final TopicEnds topics;

    private BenchLab(BenchOptions options, Path folder) throws InterruptedException {
        this.options = options;
        this.folder = folder;
        this.broker = kept(BenchBroker.start(folder));
        this.topics = kept(new TopicEnds(broker.bootstrapServers()));
    }

    /** Blocks until the broker and these services are ready. */
    static BenchLab start(BenchOptions options, Path folder, Collection<ServiceKind> kinds)
            throws InterruptedException {
        BenchLab lab = new BenchLab(options, folder);
        try {
            for (ServiceKind kind : kinds) {
                lab.services.put(kind, lab.serviceOf(kind));
            }
            return lab;
        } catch (RuntimeException | InterruptedException e) {
            lab.close();
            throw e;
        }
    }

    private BenchService serviceOf(ServiceKind kind) throws InterruptedException {
        String store = switch (kind) {
            case H2 -> "jdbc:h2:file:" + folder.resolve("status");
            case NO_STORE -> "jdbc:h2:mem:not-opened";
            case POSTGRES -> startPostgres();
        };
        String classPath = kind == ServiceKind.NO_STORE ? options.noStoreClassPath() : options.classPath();
        return service("service-" + kind, classPath, options.jvmArguments(), store, Map.of())
                .awaitReady();
    }

    private String startPostgres() throws InterruptedException {
        int port = FreePorts.next();
        List<String> command = Child.java(
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                PostgresMain.class.getName(),
                "--data=" + folder.resolve("postgres"),
                "--port=" + port,
                "--parent-pid=" + ProcessHandle.current().pid());
        Child server = kept(Child.start("postgres", command, Map.of(), folder));
        while (server.isAlive() && server.output().stream().noneMatch(line -> line.startsWith("PostgreSQL answers"))) {
            Thread.sleep(50);
        }
        return "jdbc:postgresql://localhost:" + port + "/postgres";
    }

    /** Another instance of the service, which ends with this. Returns at once. */
    BenchService service(
            String name, String classPath, List<String> jvmArguments, String storeUrl, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        environment.put("STATUS_STORE_URL", storeUrl);
        if (storeUrl.startsWith("jdbc:postgresql:")) {
            environment.put("STATUS_STORE_USER", "postgres");
            environment.put("STATUS_STORE_PASSWORD", "postgres");
        }
        List<String> command = new ArrayList<>(Child.java(jvmArguments.toArray(String[]::new)));
        command.addAll(List.of("-cp", classPath, MAIN));
        return kept(BenchService.start(name, command, environment, folder));
    }

    private <T extends AutoCloseable> T kept(T part) {
        started.push(part);
        return part;
    }

    BenchOptions options() {
        return options;
    }

    Path folder() {
        return folder;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    long brokerPid() {
        return broker.process().pid();
    }

    TopicEnds topics() {
        return topics;
    }

    BenchService service(ServiceKind kind) {
        BenchService service = services.get(kind);
        if (service == null) {
            throw new IllegalStateException("the service of kind " + kind + " was not asked for");
        }
        return service;
    }

    Collection<BenchService> services() {
        return services.values();
    }

    @Override
    public void close() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("bench: left behind: " + e.getMessage());
            }
        }
    }
}
