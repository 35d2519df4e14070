package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.FreePorts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that runs: brokers, fault proxy, store, instances of the service.
 *
 * @param network null: no fault needs the proxy, and there is none
 */
record Lab(Kafka kafka, @Nullable NetworkFaults network, Store store, List<ServiceInstance> instances)
        implements AutoCloseable {

    /** Short, so that outcomes become unknown within a test. */
    private static final Map<String, String> SERVICE_DEFAULTS = Map.of("KAFKA_DELIVERY_TIMEOUT_MS", "10000");

    /** Starts all of it. Blocks until the service is ready. */
    static Lab start(CrashTestOptions options, Path folder) {
        List<AutoCloseable> started = new ArrayList<>();
        try {
            int proxyPort = FreePorts.next();
            Kafka kafka = kept(
                    options.needsProxy() ? Kafka.behindProxy(proxyPort) : Kafka.launch(options.brokers()), started);
            NetworkFaults network = null;
            if (kafka instanceof OneBroker broker && options.needsProxy()) {
                network = kept(
                        NetworkFaults.between(proxyPort, broker.faultyPort(), new Random(options.seed())), started);
            }
            SendPlanner.TOPICS.forEach(kafka::createTopic);
            Store store = kept(Store.of(options.store(), options.service(), folder), started);
            List<ServiceInstance> instances = instances(options, kafka, store, folder);
            Lab lab = kept(new Lab(kafka, network, store, instances), started);
            instances.forEach(ServiceInstance::start);
            return lab;
        } catch (RuntimeException e) {
            close(started);
            throw e;
        }
    }

    private static <T extends AutoCloseable> T kept(T part, List<AutoCloseable> started) {
        started.add(0, part);
        return part;
    }

    private static List<ServiceInstance> instances(CrashTestOptions options, Kafka kafka, Store store, Path folder) {
        Map<String, String> environment = new HashMap<>(SERVICE_DEFAULTS);
        environment.put("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers());
        environment.putAll(store.environment());
        environment.putAll(options.environment());
        return IntStream.range(0, options.instances())
                .mapToObj(id -> new ServiceInstance(id, options.service(), environment, folder))
                .toList();
    }

    void requireAlive() {
        instances.forEach(ServiceInstance::requireAlive);
    }

    @Override
    public void close() {
        List<AutoCloseable> parts = new ArrayList<>();
        instances.forEach(instance -> parts.add(instance::end));
        parts.add(store);
        if (network != null) {
            parts.add(network);
        }
        parts.add(kafka);
        close(parts);
    }

    private static void close(List<AutoCloseable> parts) {
        for (AutoCloseable part : parts) {
            try {
                part.close();
            } catch (Exception e) {
                System.err.println("crash-test: left behind: " + e.getMessage());
            }
        }
    }
}
