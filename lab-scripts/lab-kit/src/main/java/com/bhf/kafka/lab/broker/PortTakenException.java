package com.bhf.kafka.lab.broker;

/** Another process listens on a port that a process was told to use. */
public final class PortTakenException extends Exception {

    private static final long serialVersionUID = 1L;

    public PortTakenException(int port, String option) {
        super("port " + port + " (" + option + ") is taken: stop what listens there, or choose another with " + option);
    }
}
