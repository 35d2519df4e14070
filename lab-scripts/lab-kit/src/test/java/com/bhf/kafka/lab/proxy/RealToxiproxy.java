package com.bhf.kafka.lab.proxy;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;

/** The real server as a child process, on a free port; it writes where nobody reads. */
final class RealToxiproxy implements AutoCloseable {

    private final Process process;
    private final int port;

    private RealToxiproxy(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RealToxiproxy start(Path binary) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Process process = new ProcessBuilder(binary.toString(), "-host=127.0.0.1", "-port=" + port, "-proxy-metrics")
                .redirectErrorStream(true)
                .redirectOutput(new File("/dev/null"))
                .start();
        RealToxiproxy real = new RealToxiproxy(process, port);
        real.awaitPort();
        return real;
    }

    private void awaitPort() throws IOException {
        if (!Eventually.holdsWithin(20_000, () -> accepts() || !process.isAlive()) || !process.isAlive()) {
            close();
            throw new IOException("the real Toxiproxy did not start");
        }
    }

    private boolean accepts() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
