package com.bhf.kafka.statusstore;

import static com.bhf.kafka.producer.delivery.SendFixtures.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kills a process that commits, by SIGKILL, and counts which of the commits it had reported are in the file. */
@Tag("process")
@Timeout(120)
class KilledProcessTest {
    private static final int SIGKILLED = 128 + 9;
    private static final int CONTROL_RUNS = 5;

    @TempDir
    Path directory;

    @Test
    void shouldHoldEveryReportedCommitWhenTheProcessIsKilled() throws Exception {
        for (int commits : List.of(40, 150)) {
            Path folder = Files.createDirectory(directory.resolve("killed-after-" + commits));

            long reported = commitUntilKilled("store", H2Files.url(folder), commits);

            assertThat(missing(folder, reported)).isEmpty();
        }
    }

    /** The control: were H2 at its default write delay, the same test would see a loss. */
    @Test
    void shouldSeeLostCommitsWhenTheWriteDelayIsTheDefault() throws Exception {
        for (int run = 1; run <= CONTROL_RUNS; run++) {
            Path folder = Files.createDirectory(directory.resolve("control-" + run));

            long reported = commitUntilKilled("writer", H2Files.url(folder), 40 + 30 * run);

            if (!missing(folder, reported).isEmpty()) {
                return;
            }
        }
        throw new AssertionError("No loss in " + CONTROL_RUNS + " kills: this test cannot see one");
    }

    @Test
    void shouldSayWhyWhenAnotherProcessHasTheFile() throws Exception {
        Process owner = start("store", H2Files.url(directory));
        try (BufferedReader reports = owner.inputReader(StandardCharsets.UTF_8)) {
            nextReport(reports);

            assertThatThrownBy(() -> StatusStores.open(H2Files.in(directory)))
                    .isInstanceOf(StatusStoreException.class)
                    .hasMessageContaining(H2Files.url(directory))
                    .hasMessageContaining("another process has the H2 file open");
        } finally {
            kill(owner);
        }
    }

    /** @return the last number that the process reported as committed */
    private static long commitUntilKilled(String way, String url, int commits) throws Exception {
        Process process = start(way, url);
        try (BufferedReader reports = process.inputReader(StandardCharsets.UTF_8)) {
            long last = 0;
            for (int i = 0; i < commits; i++) {
                last = nextReport(reports);
            }
            kill(process);
            assertThat(process.exitValue()).isEqualTo(SIGKILLED);
            return lastOfTheRest(reports, last);
        } finally {
            kill(process);
        }
    }

    private static long nextReport(BufferedReader reports) throws IOException {
        for (String line = reports.readLine(); line != null; line = reports.readLine()) {
            if (line.startsWith("committed ")) {
                return Long.parseLong(line.substring("committed ".length()));
            }
        }
        throw new AssertionError("The process ended by itself");
    }

    /** What the process had printed by the time it died is still in the pipe; its last line may be torn. */
    private static long lastOfTheRest(BufferedReader reports, long last) throws IOException {
        String rest = reports.lines().reduce("", (text, line) -> text + line + "\n");
        long result = last;
        for (String line : rest.split("\n", -1)) {
            if (line.matches("committed \\d+")
                    && Long.parseLong(line.substring(10)) == result + CommittingChild.BATCH) {
                result += CommittingChild.BATCH;
            }
        }
        return result;
    }

    private static Set<UUID> missing(Path folder, long reported) {
        Set<UUID> missing = new HashSet<>(LongStream.rangeClosed(1, reported)
                .mapToObj(number -> id(number))
                .toList());
        try (StatusStore store = StatusStores.open(H2Files.in(folder))) {
            missing.removeIf(id -> store.find(id).isPresent());
        }
        return missing;
    }

    private static Process start(String way, String url) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommittingChild.class.getName(),
                        way,
                        url)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** By its handle: {@link Process#destroyForcibly} would also close the pipe, with what is still in it. */
    private static void kill(Process process) throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }
}
