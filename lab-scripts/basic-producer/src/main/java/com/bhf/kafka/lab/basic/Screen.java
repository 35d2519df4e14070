package com.bhf.kafka.lab.basic;

import java.io.PrintWriter;
import picocli.CommandLine.Help.Ansi;

/** Lines on stdout, errors on stderr; on a terminal in colour, with a progress bar below. Thread-safe. */
final class Screen {
    private static final int WIDTH = 30;
    private static final int BOLD = 1;
    private static final int RED = 31;
    private static final int GREEN = 32;
    private static final int YELLOW = 33;
    private static final String CLEAR = "\r\u001B[K";

    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean terminal;
    private String bar = "";

    Screen(PrintWriter out, PrintWriter err, boolean terminal) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
    }

    /** A terminal is what picocli takes for one: NO_COLOR is heard, and on JDK 22 redirected output is seen. */
    static Screen ofThisProcess(PrintWriter out, PrintWriter err) {
        return new Screen(out, err, Ansi.AUTO.enabled());
    }

    synchronized void line(String text) {
        printAbove(out, text);
    }

    synchronized void good(String text) {
        printAbove(out, styled(GREEN, text));
    }

    synchronized void heading(String text) {
        printAbove(out, "");
        printAbove(out, styled(BOLD, text));
    }

    synchronized void warning(String text) {
        printAbove(err, styled(YELLOW, text));
    }

    synchronized void error(String text) {
        printAbove(err, styled(RED, text));
    }

    synchronized void progress(int done, int total) {
        if (terminal) {
            int filled = (int) ((long) WIDTH * done / total);
            bar = "[" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] " + done + "/" + total;
            out.print(CLEAR + bar);
            out.flush();
        }
    }

    synchronized void endProgress() {
        if (!bar.isEmpty()) {
            bar = "";
            out.print(CLEAR);
            out.flush();
        }
    }

    private String styled(int code, String text) {
        return terminal ? "\u001B[" + code + "m" + text + "\u001B[0m" : text;
    }

    private void printAbove(PrintWriter where, String text) {
        if (!bar.isEmpty()) {
            out.print(CLEAR);
            out.flush();
        }
        where.println(text);
        where.flush();
        if (!bar.isEmpty()) {
            out.print(bar);
            out.flush();
        }
    }
}
