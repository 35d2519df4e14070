package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.Deadline;
import com.bhf.kafka.lab.broker.FreePorts;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One instance of the service: its process and its ports, which it keeps when it is started again. */
final class ServiceInstance {

    private static final Duration START_BOUND = Duration.ofSeconds(90);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(50);
    private static final Duration PROBE = Duration.ofSeconds(3);

    private final int id;
    private final URI api;
    private final URI readiness;
    private final ChildProcess process;
    private final HttpClient http = HttpClient.newHttpClient();
    private volatile boolean serving;

    ServiceInstance(int id, ServiceCommand command, Map<String, String> environment, Path folder) {
        int port = FreePorts.next();
        int management = FreePorts.next();
        Map<String, String> all = new HashMap<>(environment);
        all.put("SERVER_PORT", String.valueOf(port));
        all.put("MANAGEMENT_PORT", String.valueOf(management));
        this.id = id;
        this.api = URI.create("http://localhost:" + port + "/api/v1/");
        this.readiness = URI.create("http://localhost:" + management + "/health/readiness");
        this.process = new ChildProcess("service-" + id, command.line(), all, folder);
    }

    int id() {
        return id;
    }

    URI api() {
        return api;
    }

    /** Whether clients should try it: false from before it is ended until it is ready again. */
    boolean isServing() {
        return serving;
    }

    /** Blocks until it is ready. */
    void start() {
        process.start();
        Deadline deadline = Deadline.in(START_BOUND);
        while (!isReady()) {
            if (!process.isAlive()) {
                throw new CrashTestException("service " + id + " ended while it started" + process.logTail());
            }
            if (deadline.hasPassed()) {
                throw new CrashTestException(
                        "service " + id + " is not ready after " + START_BOUND + process.logTail());
            }
            Pause.of(BETWEEN_PROBES);
        }
        serving = true;
    }

    boolean isReady() {
        try {
            HttpRequest probe = HttpRequest.newBuilder(readiness).timeout(PROBE).build();
            return http.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CrashTestException("interrupted", e);
        }
    }

    /** SIGKILL while clients still send to it. */
    void kill() {
        process.kill();
        serving = false;
    }

    /** SIGTERM while clients still send to it. */
    void terminate() {
        process.terminate();
        serving = false;
    }

    void pause() {
        process.signal("STOP");
    }

    void resume() {
        process.signal("CONT");
    }

    void requireAlive() {
        if (serving && !process.isAlive()) {
            throw new CrashTestException("service " + id + " ended by itself" + process.logTail());
        }
    }

    void end() {
        serving = false;
        if (process.isAlive()) {
            process.kill();
        }
    }
}
