package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.broker.BrokerMain;
import com.bhf.kafka.lab.broker.Deadline;
import com.bhf.kafka.lab.broker.FreePorts;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/** One broker with the JVM's own compiler and collector: those of the tests are chosen for quick starts. */
record BenchBroker(Child process, int port) implements AutoCloseable {

    private static final Duration START_BOUND = Duration.ofSeconds(90);
    private static final long BETWEEN_PROBES_MS = 50;

    String bootstrapServers() {
        return "localhost:" + port;
    }

    /** Blocks until it serves. */
    static BenchBroker start(Path folder) throws InterruptedException {
        int port = FreePorts.next();
        Child process = Child.start(
                "broker",
                Child.java(
                        "-Xmx1g",
                        "-Xms1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName(),
                        "--data=" + folder.resolve("kafka"),
                        "--port=" + port,
                        "--faulty-port=" + FreePorts.next(),
                        "--controller-ports=" + FreePorts.next(),
                        "--set=log.retention.check.interval.ms=10000",
                        "--parent-pid=" + ProcessHandle.current().pid()),
                Map.of(),
                folder);
        BenchBroker broker = new BenchBroker(process, port);
        broker.awaitReady();
        return broker;
    }

    private void awaitReady() throws InterruptedException {
        Deadline deadline = Deadline.in(START_BOUND);
        awaitUntil(deadline, this::listens);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            awaitUntil(deadline, () -> answers(admin));
        }
    }

    private void awaitUntil(Deadline deadline, Callable<Boolean> ready) throws InterruptedException {
        try {
            while (!ready.call()) {
                if (!process.isAlive() || deadline.hasPassed()) {
                    throw new BenchException("the broker does not serve" + process.logTail());
                }
                Thread.sleep(BETWEEN_PROBES_MS);
            }
        } catch (InterruptedException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new BenchException("cannot ask the broker: " + e.getMessage(), e);
        }
    }

    /** Asked first, as Kafka's client warns of every connection that it does not get. */
    private boolean listens() {
        try (Socket socket = new Socket("localhost", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean answers(Admin admin) throws InterruptedException {
        try {
            Set<?> nodes = Set.copyOf(admin.describeCluster().nodes().get(2, TimeUnit.SECONDS));
            return !nodes.isEmpty();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
