package com.bhf.kafka.lab.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

/** Listens for one proxy while it is enabled, and knows the connections that came that way. */
final class Acceptor implements AutoCloseable {

    private static final int BACKLOG = 256;
    private static final long PATIENCE_MS = 10_000;

    private final ServerSocket socket;
    private final Route route;
    private final LongAdder accepted;
    private final Set<Connection> connections = new HashSet<>();
    private final Thread thread;
    private boolean closed;

    private Acceptor(ServerSocket socket, ProxySpec spec, ToxicChains toxics, Metrics metrics) {
        this.socket = socket;
        this.route = new Route(spec.name(), listenOf(socket), spec.upstream(), toxics, metrics, this::ended);
        this.accepted = metrics.connections(spec.name());
        this.thread = new Thread(this::accept, "fault-proxy-" + spec.name() + "-accept");
        thread.setDaemon(true);
    }

    /** @throws ApiException when it cannot listen there, in the words of Toxiproxy */
    static Acceptor open(ProxySpec spec, Exposure exposure, ToxicChains toxics, Metrics metrics) {
        Acceptor acceptor = new Acceptor(bind(spec.listen(), exposure), spec, toxics, metrics);
        acceptor.thread.start();
        return acceptor;
    }

    private static ServerSocket bind(String listen, Exposure exposure) {
        InetSocketAddress address;
        try {
            Address parsed = Address.parse(listen);
            address = new InetSocketAddress(exposure.bindAddress(parsed), parsed.port());
        } catch (IOException e) {
            throw ApiException.network("listen tcp: " + e.getMessage());
        }
        try {
            ServerSocket socket = new ServerSocket();
            socket.bind(address, BACKLOG);
            return socket;
        } catch (IOException e) {
            String where = Address.text(address.getAddress(), address.getPort());
            String why = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).replaceFirst(" \\(.*", "");
            throw ApiException.network("listen tcp " + where + ": bind: " + why);
        }
    }

    private static String listenOf(ServerSocket socket) {
        InetAddress address = socket.getInetAddress();
        int port = socket.getLocalPort();
        return address.isAnyLocalAddress() ? "[::]:" + port : Address.text(address, port);
    }

    /** The address with the port that it really has. */
    String listen() {
        return route.listen();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                begin(socket.accept());
            } catch (IOException e) {
                // Closed, or the client was gone before it was accepted.
            }
        }
    }

    private synchronized void begin(Socket client) throws IOException {
        if (closed) {
            client.close();
            return;
        }
        accepted.increment();
        Connection connection = new Connection(route, client);
        connections.add(connection);
        connection.start();
    }

    private synchronized void ended(Connection connection) {
        connections.remove(connection);
    }

    /** Returns when nobody listens and all connections are closed. */
    @Override
    public void close() {
        for (Connection connection : stop()) {
            connection.close();
        }
        awaitThread();
    }

    /** The port is free only when nobody is inside of accept any more: the system keeps the socket so long. */
    private void awaitThread() {
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized List<Connection> stop() {
        closed = true;
        try {
            socket.close();
        } catch (IOException e) {
            // Nobody listens any more.
        }
        return List.copyOf(connections);
    }
}
