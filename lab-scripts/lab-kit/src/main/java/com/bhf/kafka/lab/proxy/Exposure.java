package com.bhf.kafka.lab.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Who may reach what the fault proxy listens on. */
enum Exposure {
    /** Only this machine. */
    LOOPBACK,
    /** Other machines too. */
    REMOTE;

    /** The address to bind: for no host the loopback one, or all of them when other machines are allowed. */
    InetAddress bindAddress(Address listen) throws IOException {
        InetAddress address = listen.host().isEmpty() && this == REMOTE
                ? new InetSocketAddress(listen.port()).getAddress()
                : listen.addresses()[0];
        if (this == LOOPBACK && !address.isLoopbackAddress()) {
            throw ApiException.forbidden(
                    "listen " + listen.host() + ":" + listen.port()
                            + " is reachable from other machines: start the fault proxy with --allow-remote, or listen on 127.0.0.1");
        }
        return address;
    }
}
