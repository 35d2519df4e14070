package com.bhf.kafka.lab.broker;

/** An address as a client writes it, {@code host:port}. */
record HostPort(String host, int port) {

    HostPort {
        if (host.isBlank()) {
            throw new IllegalArgumentException("no host before the colon");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    /** @throws IllegalArgumentException when {@code text} is not {@code host:port}; the message says what is wrong */
    static HostPort parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 0) {
            throw new IllegalArgumentException("'" + text + "' is not host:port");
        }
        return new HostPort(text.substring(0, colon), portOf(text, text.substring(colon + 1)));
    }

    private static int portOf(String text, String port) {
        try {
            return Integer.parseInt(port);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is not host:port", e);
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
