package com.bhf.kafka.lab.basic;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void shouldPrintPlainLinesWhenItIsNoTerminal() {
        Screen screen = screen(false);

        screen.progress(5, 10);
        screen.good("sent");
        screen.error("lost");
        screen.endProgress();

        assertThat(out.toString()).isEqualTo(String.format("sent%n"));
        assertThat(err.toString()).isEqualTo(String.format("lost%n"));
    }

    @Test
    void shouldKeepTheBarBelowTheLinesWhenItIsATerminal() {
        Screen screen = screen(true);

        screen.progress(5, 10);
        screen.line("sent");
        screen.endProgress();

        String bar = "[###############...............] 5/10";
        String clear = "\r\u001B[K";
        assertThat(out.toString()).isEqualTo(clear + bar + clear + String.format("sent%n") + bar + clear);
    }

    @Test
    void shouldColourWhenItIsATerminal() {
        screen(true).error("lost");

        assertThat(err.toString()).isEqualTo(String.format("\u001B[31mlost\u001B[0m%n"));
    }

    private Screen screen(boolean terminal) {
        return new Screen(new PrintWriter(out), new PrintWriter(err), terminal);
    }
}
