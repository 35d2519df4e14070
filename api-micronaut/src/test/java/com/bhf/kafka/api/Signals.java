package com.bhf.kafka.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Signals that Java cannot send, and other short commands. */
final class Signals {
    private Signals() {}

    static void send(String name, ProcessHandle... processes) {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        for (ProcessHandle process : processes) {
            command.add(String.valueOf(process.pid()));
        }
        run(command.toArray(String[]::new));
    }

    /** Waits until it has ended; fails unless it succeeds. */
    static void run(String... command) {
        try {
            int status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) {
                throw new AssertionError(String.join(" ", command) + " ended with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
