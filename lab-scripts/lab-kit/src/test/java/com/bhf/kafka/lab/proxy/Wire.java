package com.bhf.kafka.lab.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;

/** A server behind a proxy named "p", and connections to it: both ends in the hands of the test. */
final class Wire implements AutoCloseable {

    private static final int PATIENCE_MS = 5_000;

    private final ServerSocket server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final List<Pair> pairs = new ArrayList<>();
    private final ApiClient api;
    private final int port;

    Wire(Target target) throws IOException {
        target.clear();
        api = target.api();
        port = api.proxy("p", upstream());
    }

    String upstream() {
        return "127.0.0.1:" + server.getLocalPort();
    }

    ApiClient api() {
        return api;
    }

    /** Adds a toxic with that JSON inside of its braces. */
    void toxic(String inner) {
        api.toxic("p", "{" + inner + "}");
    }

    void removeToxic(String name) {
        api.ok("DELETE", "/proxies/p/toxics/" + name, "");
    }

    void patch(String inner) {
        api.ok("PATCH", "/proxies/p", "{" + inner + "}");
    }

    /** The client's end of a connection of which the server knows nothing yet. */
    Socket dial() throws IOException {
        Socket client = new Socket();
        client.setTcpNoDelay(true);
        client.setSoTimeout(PATIENCE_MS);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MS);
        return client;
    }

    Pair connect() throws IOException {
        Socket client = dial();
        server.setSoTimeout(PATIENCE_MS);
        Socket accepted = server.accept();
        accepted.setTcpNoDelay(true);
        accepted.setSoTimeout(PATIENCE_MS);
        Pair pair = new Pair(client, accepted);
        pairs.add(pair);
        return pair;
    }

    @Override
    public void close() throws IOException {
        for (Pair pair : pairs) {
            pair.client().close();
            pair.server().close();
        }
        server.close();
    }

    record Pair(Socket client, Socket server) {}

    static void send(Socket socket, int bytes) throws IOException {
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = (byte) ('a' + i % 26);
        }
        socket.getOutputStream().write(data);
    }

    /** What comes until so many bytes are there, or the end: "N", "N EOF", "N reset" or "N nothing more". */
    static String receive(Socket socket, int bytes) {
        int got = 0;
        try {
            while (got < bytes) {
                int n = socket.getInputStream().read(new byte[Math.min(bytes - got, 65_536)]);
                if (n < 0) {
                    return got + " EOF";
                }
                got += n;
            }
            return "" + got;
        } catch (SocketTimeoutException e) {
            return got + " nothing more";
        } catch (SocketException e) {
            return got + " reset";
        } catch (IOException e) {
            return got + " " + e;
        }
    }

    /** What comes within so many milliseconds at most. */
    static String receiveWithin(int millis, Socket socket, int bytes) throws SocketException {
        socket.setSoTimeout(millis);
        try {
            return receive(socket, bytes);
        } finally {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }
}
