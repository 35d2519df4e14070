package com.bhf.kafka.lab.broker;

/** The logging of the lab's own processes. Their main methods call it first, before anything logs. */
public final class LabLogging {

    private static final String LOGBACK = "logback.configurationFile";

    private LabLogging() {}

    /** Warnings to stderr, unless the command line of the JVM names another configuration. */
    public static void quietByDefault() {
        if (System.getProperty(LOGBACK) == null) {
            System.setProperty(LOGBACK, "lab-logback.xml");
        }
    }
}
