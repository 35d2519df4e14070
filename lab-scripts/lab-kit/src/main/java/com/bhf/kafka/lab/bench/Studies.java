package com.bhf.kafka.lab.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the long measurements that were asked for, one after the other. */
final class Studies {

    private Studies() {}

    static List<Study> run(StudyLab lab) throws IOException, InterruptedException {
        List<Study> studies = new ArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        for (StudyKind kind : StudyKind.values()) {
            if (lab.options().studies().contains(kind)) {
                String name = kind.name().toLowerCase(Locale.ROOT).replace('_', '-');
                lab.progress().accept("measuring " + name);
                MachineShare before = MachineShare.now();
                Study study = orProblem(name, kind, lab);
                studies.add(study.withOthers(before.othersUntil(MachineShare.now(), cores)));
            }
        }
        return studies;
    }

    /** One that fails leaves the others their time. */
    private static Study orProblem(String name, StudyKind kind, StudyLab lab) throws IOException, InterruptedException {
        try {
            return run(kind, lab);
        } catch (BenchException e) {
            lab.progress().accept("INVALID " + name + ": " + e.getMessage());
            return Study.failed(name, e.getMessage());
        }
    }

    private static Study run(StudyKind kind, StudyLab lab) throws IOException, InterruptedException {
        return switch (kind) {
            case TOPICS -> new TopicsStudy(lab).run();
            case GROWTH -> new GrowthStudy(lab).run();
            case HALF_RATE -> new HalfRateStudy(lab).run();
            case MEMORY -> new MemoryStudy(lab).run();
            case START -> new StartStudy(lab).run();
            case SOAK -> new SoakStudy(lab).run();
        };
    }
}
