package com.bhf.kafka.lab.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Asks the system whether a loopback port can be bound, by binding it. */
final class PortCheck {

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
}
