package com.bhf.kafka.lab.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.lab.history.SimulatedRun.Fate;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {

    @TempDir
    private Path folder;

    private Path file;
    private SimulatedRun run;

    @BeforeEach
    void writeOneOfEachFate() {
        file = folder.resolve("history.jsonl");
        run = new SimulatedRun();
        List.of(Fate.values()).forEach(run::add);
        run.heal();
        try (HistoryFile history = HistoryFile.open(file)) {
            run.events.forEach(history::append);
        }
    }

    @Test
    void shouldReadWhatWasWrittenWhenWhole() {
        Report read = check(HistoryFile.read(file));

        assertThat(read).isEqualTo(check(History.of(run.events)));
        assertThat(read.counts().requests()).isEqualTo(Fate.values().length);
    }

    @Test
    void shouldLeaveOutLastLineWhenItIsTorn() throws Exception {
        Files.writeString(file, "{\"type\":\"submit\",\"at\":12", StandardOpenOption.APPEND);

        assertThat(check(HistoryFile.read(file))).isEqualTo(check(History.of(run.events)));
    }

    @Test
    void shouldGoOnWhereItEndedWhenOpenedAgain() {
        try (HistoryFile history = HistoryFile.open(file)) {
            run.add(Fate.WRITTEN);
            int known = HistoryFileTest.sizeOf(file);
            run.events.subList(known, run.events.size()).forEach(history::append);
        }

        assertThat(check(HistoryFile.read(file))).isEqualTo(check(History.of(run.events)));
    }

    @Test
    void shouldNameFileAndLineWhenOneInTheMiddleIsBroken() throws Exception {
        Files.writeString(file, "{\"type\":\"sub\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> HistoryFile.read(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("line " + (run.events.size() + 1))
                .hasMessageContaining(file.toString());
    }

    private static int sizeOf(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (java.io.IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Report check(History history) {
        return HistoryCheck.check(history, run.log, FaultEvidence.none(), CheckSettings.defaults());
    }
}
