package com.bhf.kafka.lab.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** Asks the system about a port: whether it can be bound, by binding it; whether somebody listens, by connecting. */
final class PortCheck {

    private static final Duration CONNECT = Duration.ofMillis(200);

    private PortCheck() {}

    static void requireFree(int port, String option) throws PortTakenException {
        if (!isFree(port)) {
            throw new PortTakenException(port, option);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether somebody listens there; the answer takes at most 200 ms. */
    static boolean accepts(HostPort address) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), (int) CONNECT.toMillis());
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
