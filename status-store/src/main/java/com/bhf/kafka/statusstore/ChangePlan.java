package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusChange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Orders a mixed batch into phases that are new rows and transitions in turn, so that each is one JDBC batch.
 * Changes of one id keep their order. Within a phase the ids ascend: writers that meet on the same rows lock them in
 * the same order and cannot deadlock.
 */
final class ChangePlan {
    private static final Comparator<Step> BY_ID =
            Comparator.comparing(step -> step.change().requestId(), RequestIdOrder.INSTANCE);

    private final List<List<Step>> phases = new ArrayList<>();

    /** @param position where the change stood in the batch, and so its result */
    record Step(int position, StatusChange change) {}

    ChangePlan(List<StatusChange> changes) {
        Map<UUID, Integer> phaseOf = new HashMap<>(changes.size() * 2);
        for (int position = 0; position < changes.size(); position++) {
            StatusChange change = changes.get(position);
            int earliest = phaseOf.getOrDefault(change.requestId(), 0);
            boolean startsWithAccepts = earliest % 2 == 0;
            int phase = startsWithAccepts == change instanceof StatusChange.Accept ? earliest : earliest + 1;
            phaseOf.put(change.requestId(), phase);
            phase(phase).add(new Step(position, change));
        }
        phases.forEach(phase -> phase.sort(BY_ID)); // a stable sort: one id's changes stay in order
    }

    private List<Step> phase(int index) {
        while (phases.size() <= index) {
            phases.add(new ArrayList<>());
        }
        return phases.get(index);
    }

    /** Phases with an even index hold new rows only, those with an odd one transitions only. Some are empty. */
    List<List<Step>> phases() {
        return phases;
    }
}
