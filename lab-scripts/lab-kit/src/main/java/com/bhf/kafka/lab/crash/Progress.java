package com.bhf.kafka.lab.crash;

import java.io.PrintStream;

/** Says how far the test is: on a terminal in one line that changes, else in a line now and then. */
final class Progress {

    private static final String LINE_START = "\r\u001b[K";
    private static final int EVERY = 10;

    private final PrintStream out;
    private final boolean terminal;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** What is being done now. */
    void now(String what) {
        if (terminal) {
            out.print(LINE_START + what);
            out.flush();
        }
    }

    /** A round is over. */
    void round(int number, String what) {
        now(what);
        if (!terminal && (number % EVERY == 0 || number == 1)) {
            out.println(what);
        }
    }

    /** Worth a line of its own. */
    void say(String what) {
        out.println((terminal ? LINE_START : "") + what);
    }
}
