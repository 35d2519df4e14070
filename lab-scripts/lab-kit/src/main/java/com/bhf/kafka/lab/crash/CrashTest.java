package com.bhf.kafka.lab.crash;

import com.bhf.kafka.lab.broker.Deadline;
import com.bhf.kafka.lab.history.CheckSettings;
import com.bhf.kafka.lab.history.FaultEvidence;
import com.bhf.kafka.lab.history.HistoryCheck;
import com.bhf.kafka.lab.history.HistoryEvent.Mark;
import com.bhf.kafka.lab.history.HistoryEvent.MarkKind;
import com.bhf.kafka.lab.history.HistoryFile;
import com.bhf.kafka.lab.history.LogRecord;
import com.bhf.kafka.lab.history.Report;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * One run: load, faults, heal, wait, read everything, check. Everything it starts is its own, on free ports and in a
 * folder of its own.
 */
public final class CrashTest {

    private static final int ASKED_AFTER_STRIKE = 50;
    private static final Duration CALM_LOAD = Duration.ofMillis(1_500);
    private static final Duration LONGEST_LOAD = Duration.ofMillis(5_500);
    private static final Duration LAST_STATUSES = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final CrashTestOptions options;
    private final RunFiles files;
    private final Progress progress;
    private final Clock clock = Clock.systemUTC();
    private final AcceptedSends accepted = new AcceptedSends();
    private final Random random;

    private CrashTest(CrashTestOptions options, RunFiles files, Progress progress) {
        this.options = options;
        this.files = files;
        this.progress = progress;
        this.random = new Random(options.seed());
    }

    /**
     * Runs the test in a temporary folder, which stays only when a promise was broken, or the run not finished. Blocks
     * for as long as the options make it.
     *
     * @throws CrashTestException when something that is not the service's promise went wrong
     */
    public static Report run(CrashTestOptions options) {
        return run(options, new Progress(System.out, false));
    }

    static Report run(CrashTestOptions options, Progress progress) {
        RunFiles files = RunFiles.create(options);
        progress.say("seed " + options.seed() + ", files in " + files.folder());
        try {
            Report report = new CrashTest(options, files, progress).run();
            files.finish(report);
            return report;
        } catch (RuntimeException e) {
            files.keep();
            files.log("not finished: " + e);
            throw new CrashTestException(e.getMessage() + "; the files of the run are in " + files.folder(), e);
        }
    }

    private Report run() {
        Path historyFile = files.history();
        List<LogRecord> log;
        FaultEvidence faults;
        try (HistoryFile history = HistoryFile.open(historyFile);
                Lab lab = Lab.start(options, files.folder())) {
            disturbUnderLoad(lab, history);
            awaitTheEnd(lab, history);
            progress.now("reading the log");
            log = lab.kafka().readLog();
            faults = evidence(lab);
        }
        progress.now("checking");
        CheckSettings settings = new CheckSettings(
                options.finalWithin(),
                CheckSettings.defaults().killWindow(),
                options.faults().isEmpty());
        return HistoryCheck.check(HistoryFile.read(historyFile), log, faults, settings);
    }

    private void disturbUnderLoad(Lab lab, HistoryFile history) {
        ServiceClient client = new ServiceClient(clock);
        FaultInjector injector = new FaultInjector(lab, history, clock, random);
        Load load = new Load(options, lab.instances(), client, history, accepted, clock);
        try (StatusWatch watch = new StatusWatch(lab.instances(), client, history, accepted)) {
            load.start();
            watch.sampleForEver(new Random(options.seed()));
            for (int round = 1; round <= options.rounds() || accepted.count() < options.requests(); round++) {
                String said = round(injector, watch);
                lab.requireAlive();
                load.requireRunning();
                sayRound(round, said);
            }
            progress.now("stopping the load");
            injector.calm();
            load.stop();
        }
    }

    /** Some calm load, then a fault; returns which. */
    private String round(FaultInjector injector, StatusWatch watch) {
        injector.disturb(options.lasting());
        Pause.of(CALM_LOAD.plusMillis(
                random.nextLong(LONGEST_LOAD.minus(CALM_LOAD).toMillis())));
        List<FaultKind> strikes = options.strikes();
        if (strikes.isEmpty()) {
            return "load";
        }
        FaultKind strike = strikes.get(random.nextInt(strikes.size()));
        List<String> atRisk = accepted.last(ASKED_AFTER_STRIKE);
        injector.strike(strike);
        watch.askForAll(atRisk, Deadline.in(options.finalWithin()));
        return strike.option();
    }

    private void sayRound(int round, String said) {
        String line = "round %d of %d: %s, %,d accepted".formatted(round, options.rounds(), said, accepted.count());
        files.log(line);
        progress.round(round, line);
    }

    /** All are final, or the time for that is over; then, after the settle wait, all are asked for once more. */
    private void awaitTheEnd(Lab lab, HistoryFile history) {
        history.append(new Mark(clock.millis(), MarkKind.HEAL, ""));
        Deadline deadline = Deadline.in(options.finalWithin());
        try (StatusWatch watch = new StatusWatch(lab.instances(), new ServiceClient(clock), history, accepted)) {
            progress.now("asking for %,d statuses".formatted(accepted.count()));
            watch.askForAll(accepted.notSeenFinal(), Deadline.in(LAST_STATUSES));
            while (accepted.finalCount() < accepted.count() && !deadline.hasPassed()) {
                progress.now("%,d not yet final".formatted(accepted.count() - accepted.finalCount()));
                Pause.of(BETWEEN_LOOKS);
                watch.askForAll(accepted.notSeenFinal(), Deadline.in(LAST_STATUSES));
            }
            progress.now("settling");
            Pause.of(options.settle());
            progress.now("asking for %,d statuses once more".formatted(accepted.count()));
            watch.askForAll(accepted.all(), Deadline.in(LAST_STATUSES));
        }
    }

    private FaultEvidence evidence(Lab lab) {
        NetworkFaults network = lab.network();
        if (network == null) {
            return FaultEvidence.none();
        }
        return new FaultEvidence(
                true, network.proxiedBytes(), options.faults().contains(FaultKind.LOST_ACKS), network.lostAcks());
    }
}
