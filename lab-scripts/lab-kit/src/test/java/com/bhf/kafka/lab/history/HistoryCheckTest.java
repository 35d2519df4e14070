package com.bhf.kafka.lab.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.history.HistoryEvent.Poll;
import com.bhf.kafka.lab.history.SimulatedRun.Fate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class HistoryCheckTest {

    private static final CheckSettings STRICT = new CheckSettings(Duration.ofSeconds(60), Duration.ofMillis(50), true);
    private static final FaultEvidence SEEN = new FaultEvidence(true, 1, true, 1);

    @Property(tries = 500)
    void shouldFindNothingWhenServiceIsTruthful(@ForAll @Size(max = 60) List<Fate> fates) {
        SimulatedRun run = new SimulatedRun();
        fates.forEach(run::add);
        run.heal();

        Report report = run.check(SEEN, STRICT);

        assertThat(report.examples()).isEmpty();
        assertThat(report.hasViolations()).isFalse();
    }

    @Property(tries = 1_000)
    void shouldFindExactlyThatKindWhenOneLieIsTold(
            @ForAll @Size(max = 30) List<Fate> fates,
            @ForAll @IntRange(max = 30) int where,
            @ForAll ViolationKind lie) {
        SimulatedRun run = new SimulatedRun();
        int before = Math.min(where, fates.size());
        fates.subList(0, before).forEach(run::add);
        // So that the kills of the others are not just after a 202 of the lie, nor just before.
        run.pass(1_000);
        Plants.plant(lie, run);
        run.pass(1_000);
        fates.subList(before, fates.size()).forEach(run::add);
        run.heal();
        FaultEvidence faults = lie == ViolationKind.FAULT_NOT_SEEN ? new FaultEvidence(true, 1, true, 0) : SEEN;

        Report report = run.check(faults, STRICT);

        assertThat(foundKinds(report)).as(() -> report.examples().toString()).containsExactly(lie);
        assertThat(report.of(lie)).isEqualTo(1);
        assertThat(report.examined().get(lie)).isPositive();
    }

    @Example
    void shouldCountEachKindOnceWhenAllLiesAreTold() {
        SimulatedRun run = new SimulatedRun();
        Arrays.stream(ViolationKind.values()).forEach(kind -> {
            run.pass(1_000);
            Plants.plant(kind, run);
        });
        run.heal();

        Report report = run.check(new FaultEvidence(true, 0, false, 0), STRICT);

        assertThat(report.violations())
                .allSatisfy((kind, count) -> assertThat(count).as(kind.name()).isEqualTo(1));
        assertThat(report.examples()).hasSize(ViolationKind.values().length);
    }

    @Example
    void shouldFindChangeWhenFinalStatusIsOpenAgain() {
        SimulatedRun run = new SimulatedRun();
        String id = run.written(run.newEvent());
        run.poll(id, 200, "PENDING", "UNKNOWN", false, null, null);
        run.heal();

        assertThat(foundKinds(run.check(SEEN, STRICT))).containsExactly(ViolationKind.CHANGED_AFTER_FINAL);
    }

    @Example
    void shouldFindNothingWhenOpenStatusWasAskedForBeforeFinalOneWasHeard() {
        SimulatedRun run = new SimulatedRun();
        String event = run.newEvent();
        String id = run.accepted(event, 1, null);
        LogRecord record = run.append(event);
        run.ended(id, "OK", "WRITTEN", record.partition(), record.offset());
        Poll first = (Poll) run.events.get(run.events.size() - 2);
        long asked = first.asked();
        run.events.add(new Poll(first.at() + 5, asked, id, 200, "PENDING", "UNKNOWN", false, null, null, null, null));
        run.heal();

        assertThat(run.check(SEEN, STRICT).hasViolations()).isFalse();
    }

    @Example
    void shouldCallItStuckWhenFinalOnlyLongAfterHeal() {
        SimulatedRun run = new SimulatedRun();
        String event = run.newEvent();
        String id = run.accepted(event, 1, null);
        run.heal();
        run.pass(60_500);
        run.written(id, run.append(event));

        Report report = run.check(SEEN, STRICT);

        assertThat(foundKinds(report)).containsExactly(ViolationKind.STUCK);
    }

    @Example
    void shouldFindLostAndMisplacedAndWrongWhenSendWasSync() {
        SimulatedRun run = new SimulatedRun();
        for (String way : List.of("lost", "misplaced", "wrong")) {
            String event = run.newEvent();
            run.submit(event, 1, false, null);
            LogRecord record = way.equals("wrong")
                    ? run.append(SimulatedRun.id(event), event, "another hash")
                    : new LogRecord(
                            SimulatedRun.TOPIC, 0, way.equals("lost") ? 1_000_000 : 2_000_000, null, null, null, "");
            if (way.equals("misplaced")) {
                run.append(event);
            }
            run.acknowledged(event, 1, record);
            run.heal();
        }

        Report report = run.check(SEEN, STRICT);

        assertThat(foundKinds(report))
                .containsExactlyInAnyOrder(ViolationKind.LOST, ViolationKind.WRONG_PLACE, ViolationKind.WRONG_CONTENT);
    }

    @Example
    void shouldCountReorderedButNotBlameWhenOrderIsNotClaimed() {
        SimulatedRun run = new SimulatedRun();
        Plants.plant(ViolationKind.REORDERED, run);
        run.heal();

        Report report = run.check(SEEN, CheckSettings.defaults());

        assertThat(report.hasViolations()).isFalse();
        assertThat(report.counts().orderInversions()).isEqualTo(1);
    }

    private static Set<ViolationKind> foundKinds(Report report) {
        return report.violations().entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getKey())
                .collect(Collectors.toSet());
    }
}
