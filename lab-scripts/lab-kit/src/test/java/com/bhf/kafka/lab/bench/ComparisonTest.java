package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {

    private static final MachineFacts OTHER = new MachineFacts(8, "another", 8_000, "Linux", "17", "4.3.1");

    @TempDir
    private Path folder;

    @Property(tries = 30)
    void shouldFindARegressionWhenItIsBeyondTheNoise(@ForAll @DoubleRange(min = 0.1, max = 0.9) double share) {
        Comparison comparison =
                Comparison.of(Reports.report(1, Reports.MACHINE), Reports.report(share, Reports.MACHINE));

        assertThat(comparison.hasRegression()).isTrue();
        assertThat(comparison.changes()).anyMatch(change -> change.what().equals("sync: throughput"));
        assertThat(comparison.changes()).allMatch(change -> change.what().contains("sync"));
    }

    @Property(tries = 30)
    void shouldFindNoneWhenItIsWithinTheNoise(@ForAll @DoubleRange(min = 0.99, max = 1.5) double share) {
        assertThat(Comparison.of(Reports.report(1, Reports.MACHINE), Reports.report(share, Reports.MACHINE))
                        .hasRegression())
                .isFalse();
    }

    @Test
    void shouldFindNoneWhenNothingChanged() {
        BenchReport report = Reports.report(1, Reports.MACHINE);

        assertThat(Comparison.of(report, report).changes()).isEmpty();
    }

    @Test
    void shouldCompareOnlyRatiosAndAllocationWhenTheMachineIsAnother() {
        Comparison comparison = Comparison.of(Reports.report(1, Reports.MACHINE), Reports.report(0.5, OTHER));

        assertThat(comparison.sameMachine()).isFalse();
        assertThat(comparison.changes())
                .extracting(Comparison.Change::what)
                .containsExactly("ratio of sync to /health");
    }

    @Test
    void shouldSayNothingWhenThereWereTooFewRounds() {
        BenchReport before = Reports.report(
                List.of(
                        Reports.measurement(Scenario.SYNC, 1, 100, null),
                        Reports.measurement(Scenario.SYNC, 2, 99, null)),
                Reports.MACHINE);
        BenchReport after = Reports.report(
                List.of(
                        Reports.measurement(Scenario.SYNC, 1, 50, null),
                        Reports.measurement(Scenario.SYNC, 2, 49, null)),
                Reports.MACHINE);

        assertThat(Comparison.of(before, after).changes()).isEmpty();
    }

    @Test
    void shouldReadWhatItWrote() throws Exception {
        BenchReport report = Reports.report(1, Reports.MACHINE);
        Path file = Files.writeString(folder.resolve("report.json"), report.toJson());

        assertThat(BenchReport.read(file)).isEqualTo(report);
    }

    @Test
    void shouldLeaveInvalidRoundsOutOfMediansAndRatios() {
        BenchReport report = Reports.report(
                List.of(
                        Reports.measurement(Scenario.HEALTH, 1, 100, null),
                        Reports.measurement(Scenario.SYNC, 1, 50, null),
                        Reports.measurement(Scenario.HEALTH, 2, 100, null),
                        Reports.measurement(Scenario.SYNC, 2, 99, "records are missing")),
                Reports.MACHINE);

        assertThat(report.ratios()).singleElement().satisfies(ratio -> {
            assertThat(ratio.value()).isEqualTo(new Spread(0.5, 0.5, 0.5, 1));
            assertThat(ratio.reached()).isTrue();
        });
        assertThat(report.hasInvalid()).isTrue();
        assertThat(ReportText.lines(report)).anyMatch(line -> line.startsWith("INVALID sync, round 2"));
    }
}
