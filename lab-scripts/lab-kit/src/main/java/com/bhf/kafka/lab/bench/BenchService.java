package com.bhf.kafka.lab.bench;

import com.bhf.kafka.lab.broker.Deadline;
import com.bhf.kafka.lab.broker.FreePorts;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** One instance of the service on free ports. */
final class BenchService implements AutoCloseable {

    private static final Duration START_BOUND = Duration.ofSeconds(90);
    private static final long BETWEEN_PROBES_MS = 5;
    private static final int PROBE_TIMEOUT_MS = 3_000;

    private final Child process;
    private final URI api;
    private final URI readiness;
    private final long startedNanos;

    private BenchService(Child process, URI api, URI readiness, long startedNanos) {
        this.process = process;
        this.api = api;
        this.readiness = readiness;
        this.startedNanos = startedNanos;
    }

    /** Starts it and returns at once. */
    static BenchService start(String name, List<String> command, Map<String, String> environment, Path folder) {
        int port = FreePorts.next();
        int management = FreePorts.next();
        Map<String, String> all = new HashMap<>(environment);
        all.put("SERVER_PORT", String.valueOf(port));
        all.put("MANAGEMENT_PORT", String.valueOf(management));
        long started = System.nanoTime();
        Child process = Child.start(name, command, all, folder);
        return new BenchService(process, at(port, "/"), at(management, "/health/readiness"), started);
    }

    private static URI at(int port, String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    URI api() {
        return api;
    }

    long pid() {
        return process.pid();
    }

    /** Blocks until it is ready. */
    BenchService awaitReady() throws InterruptedException {
        await(readiness, "GET");
        return this;
    }

    /** Blocks until a call is answered 200; returns how long after the start of the process that was. */
    Duration awaitFirst200(String method, String path) throws InterruptedException {
        await(api.resolve(path), method);
        return Duration.ofNanos(System.nanoTime() - startedNanos);
    }

    private void await(URI uri, String method) throws InterruptedException {
        Deadline deadline = Deadline.in(START_BOUND);
        while (!answers200(uri, method)) {
            if (!process.isAlive() || deadline.hasPassed()) {
                throw new BenchException("no 200 from " + uri + process.logTail());
            }
            Thread.sleep(BETWEEN_PROBES_MS);
        }
    }

    private static boolean answers200(URI uri, String method) {
        try {
            HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
            connection.setConnectTimeout(PROBE_TIMEOUT_MS);
            connection.setReadTimeout(PROBE_TIMEOUT_MS);
            connection.setRequestMethod(method);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }

    void requireAlive() {
        if (!process.isAlive()) {
            throw new BenchException("the service ended by itself" + process.logTail());
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
