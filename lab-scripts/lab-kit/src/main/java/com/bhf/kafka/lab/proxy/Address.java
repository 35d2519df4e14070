package com.bhf.kafka.lab.proxy;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * {@code host:port} as Toxiproxy reads it, with the words of its errors. An empty text is no host and port 0.
 *
 * @param host empty for none
 */
record Address(String host, int port) {

    private static final int MAX_PORT = 65_535;

    /** @throws IOException when {@code text} is not {@code host:port} */
    static Address parse(String text) throws IOException {
        if (text.isEmpty()) {
            return new Address("", 0);
        }
        int colon = text.lastIndexOf(':');
        if (colon < 0 || text.endsWith("]")) {
            throw new IOException("address " + text + ": missing port in address");
        }
        String host = text.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.contains(":")) {
            throw new IOException("address " + text + ": too many colons in address");
        }
        return new Address(host, portOf(text.substring(colon + 1)));
    }

    private static int portOf(String text) throws IOException {
        int port;
        try {
            port = text.isEmpty() ? 0 : Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IOException("lookup tcp/" + text + ": unknown port", e);
        }
        if (port < 0 || port > MAX_PORT) {
            throw new IOException("address " + text + ": invalid port");
        }
        return port;
    }

    /** The same with a numeric host. Asks the system for the name. */
    String resolved() throws IOException {
        return host.isEmpty() ? ":" + port : text(InetAddress.getByName(host), port);
    }

    /** All addresses of the host; the loopback one for no host. */
    InetAddress[] addresses() throws IOException {
        try {
            return host.isEmpty()
                    ? new InetAddress[] {InetAddress.getLoopbackAddress()}
                    : InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new IOException("lookup " + host + ": no such host", e);
        }
    }

    static String text(InetAddress address, int port) {
        if (address instanceof Inet6Address) {
            String groups = address.getHostAddress().replaceFirst("%.*", "");
            return "[" + groups.replaceFirst("(^|:)(0(:|$)){2,}", "::") + "]:" + port;
        }
        return address.getHostAddress() + ":" + port;
    }
}
