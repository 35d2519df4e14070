package com.bhf.kafka.lab.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.history.Report;
import com.bhf.kafka.lab.history.ViolationKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A control arm, which shows that a whole run sees what it is to see. */
@Tag("process")
class CrashTestTest {

    @TempDir
    private Path results;

    @TempDir
    private Path work;

    @Test
    void shouldFindForgottenSendsAndDuplicatesWhenServiceForgetsAndSendsTwice() throws Exception {
        // When
        Report report = run(
                "--faults=kill-api", "--rounds=1", "--env=LIE=twice", "--final-within=1", "--keep-results=" + results);

        // Then
        assertThat(broken(report))
                .containsKeys(ViolationKind.FORGOTTEN_BY_KILL, ViolationKind.FORGOTTEN, ViolationKind.DUPLICATE)
                .doesNotContainKeys(
                        ViolationKind.PHANTOM, ViolationKind.WRONG_CONTENT, ViolationKind.REFUSED_BUT_WRITTEN);
        assertThat(report.counts().acknowledged()).isPositive();
        assertThat(report.examined().get(ViolationKind.REFUSED_BUT_WRITTEN)).isPositive();
        try (Stream<Path> kept = Files.list(results)) {
            assertThat(kept.map(Path::toString).map(name -> name.replaceAll(".*\\.", "")))
                    .containsExactlyInAnyOrder("log", "json");
        }
    }

    private static Map<ViolationKind, Long> broken(Report report) {
        return report.violations().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Report run(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "--class-path=" + System.getProperty("java.class.path"),
                "--main=" + ForgetfulService.class.getName(),
                "--work=" + work,
                "--settle=1"));
        args.addAll(List.of(more));
        return CrashTest.run(CrashTestMain.options(args.toArray(String[]::new)));
    }
}
