package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.Deadline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** H2's own server, out of the class path of the service. */
final class H2Server implements Store {

    private static final String MAIN = "org.h2.tools.Server";
    private static final Duration START_BOUND = Duration.ofSeconds(30);
    private static final Duration BETWEEN_PROBES = Duration.ofMillis(50);

    private final ChildProcess process;
    private final int port;
    private final Path file;

    private H2Server(ChildProcess process, int port, Path file) {
        this.process = process;
        this.port = port;
        this.file = file;
    }

    static H2Server launch(ServiceCommand service, Path folder, int port) {
        List<String> arguments = List.of("-tcp", "-tcpPort", String.valueOf(port), "-ifNotExists");
        ChildProcess process = new ChildProcess("h2-server", service.line(MAIN, arguments), Map.of(), folder);
        H2Server server = new H2Server(process, port, folder.resolve("status"));
        server.start();
        return server;
    }

    @Override
    public Map<String, String> environment() {
        return Map.of("STATUS_STORE_URL", "jdbc:h2:tcp://localhost:" + port + "/" + file);
    }

    @Override
    public void stop() {
        process.terminate();
    }

    @Override
    public void start() {
        process.start();
        Deadline deadline = Deadline.in(START_BOUND);
        while (!accepts()) {
            if (!process.isAlive() || deadline.hasPassed()) {
                throw new CrashTestException("H2's server does not start" + process.logTail());
            }
            Pause.of(BETWEEN_PROBES);
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.kill();
        }
    }
}
