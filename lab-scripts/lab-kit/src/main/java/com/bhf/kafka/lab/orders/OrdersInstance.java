package com.bhf.kafka.lab.orders;

import com.bhf.kafka.lab.broker.FreePorts;
import com.bhf.kafka.lab.crash.ChildProcess;
import com.bhf.kafka.lab.crash.CrashTestException;
import com.bhf.kafka.lab.crash.Pause;
import com.bhf.kafka.lab.crash.ServiceCommand;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One instance of the orders service, with a port that it keeps when it is started again. */
final class OrdersInstance {
    private static final Duration PROBE = Duration.ofMillis(50);
    private static final long START_BOUND_NANOS = Duration.ofSeconds(90).toNanos();

    private final String name;
    private final OrdersClient client;
    private final ChildProcess process;

    OrdersInstance(String name, ServiceCommand command, Map<String, String> environment, Path folder) {
        int port = FreePorts.next();
        Map<String, String> all = new HashMap<>(environment);
        all.put("SERVER_PORT", String.valueOf(port));
        all.put("ORDERS_INSTANCE", name);
        this.name = name;
        this.client = new OrdersClient(URI.create("http://localhost:" + port + "/"));
        this.process = new ChildProcess(name, command.line(), all, folder);
    }

    String name() {
        return name;
    }

    OrdersClient client() {
        return client;
    }

    /** Blocks until they are ready. */
    static void startAll(OrdersInstance... instances) {
        for (OrdersInstance instance : instances) {
            instance.process.start();
        }
        for (OrdersInstance instance : instances) {
            instance.awaitReady();
        }
    }

    private void awaitReady() {
        long began = System.nanoTime();
        while (!client.isReady()) {
            if (!process.isAlive() || System.nanoTime() - began > START_BOUND_NANOS) {
                throw new CrashTestException(name + " does not get ready" + process.logTail());
            }
            Pause.of(PROBE);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL. */
    void kill() {
        process.kill();
    }

    /** SIGTERM: it leaves the group. */
    void terminate() {
        process.terminate();
    }

    void end() {
        if (process.isAlive()) {
            process.kill();
        }
    }
}
