package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** One run: starts everything, warms up, measures in rounds, ends everything. */
final class Bench {

    private static final int PARTITIONS = 3;

    private final BenchOptions options;
    private final RunFolder folder;
    private final Consumer<String> progress;

    Bench(BenchOptions options, RunFolder folder, Consumer<String> progress) {
        this.options = options;
        this.folder = folder;
        this.progress = progress;
    }

    /** Blocks until all is measured. */
    BenchReport run() throws IOException, InterruptedException {
        String begun = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS) + "Z";
        List<Measurement> measurements = options.rounds() == 0 ? List.of() : rounds();
        List<Study> studies = options.studies().isEmpty() ? List.of() : studies();
        return new BenchReport(
                begun,
                options.commit(),
                MachineFacts.read(),
                options.rounds(),
                options.duration().toSeconds(),
                options.connections(),
                Summary.of(measurements),
                Ratio.of(measurements),
                studies,
                measurements);
    }

    private List<Measurement> rounds() throws IOException, InterruptedException {
        progress.accept("starting the broker and the services in " + folder.path());
        List<Measurement> measurements = new ArrayList<>();
        try (BenchLab lab = BenchLab.start(options, folder.path(), kinds());
                Measurer measurer = new Measurer(lab)) {
            for (Scenario scenario : options.scenarios()) {
                lab.topics().create(scenario.topic(), PARTITIONS);
                progress.accept("warming up: " + scenario.option());
                measurer.warmUp(scenario);
            }
            for (int round = 1; round <= options.rounds(); round++) {
                for (Scenario scenario : inTurn(round)) {
                    Measurement measurement = measurer.measure(scenario, round);
                    progress.accept(line(measurement));
                    measurements.add(measurement);
                }
            }
        }
        return measurements;
    }

    private List<Study> studies() throws IOException, InterruptedException {
        progress.accept("starting a broker for the long measurements");
        try (BenchLab lab =
                BenchLab.start(options, Files.createDirectory(folder.path().resolve("studies")), Set.of())) {
            return Studies.run(new StudyLab(lab, progress));
        }
    }

    private Set<ServiceKind> kinds() {
        return options.scenarios().stream()
                .map(Scenario::service)
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ServiceKind.class)));
    }

    /** Each round begins with another scenario, so that none always comes after the same one's writes. */
    private List<Scenario> inTurn(int round) {
        List<Scenario> scenarios = new ArrayList<>(options.scenarios());
        Collections.rotate(scenarios, -(round - 1) * scenarios.size() / Math.max(1, options.rounds()));
        return scenarios;
    }

    private String line(Measurement measurement) {
        String what = ReportText.text(
                "round %d/%d  %-16s %,10.0f per second",
                measurement.round(), options.rounds(), measurement.scenario(), measurement.perSecond());
        String problem = measurement.valid() ? "" : "  INVALID: " + measurement.problem();
        return measurement.disturbed()
                ? what + ReportText.text("  disturbed: others use %.0f %%", 100 * measurement.othersCpu()) + problem
                : what + problem;
    }
}
