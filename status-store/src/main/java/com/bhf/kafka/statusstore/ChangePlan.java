package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.IdempotencyKey;
import com.bhf.kafka.producer.delivery.LogOutcome;
import com.bhf.kafka.producer.delivery.RequestIdOrder;
import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Orders a mixed batch into phases that are new rows and transitions in turn, so that each is one JDBC batch.
 * Changes of one id keep their order, and so do all changes that take or free an idempotency key. Within a phase the
 * ids ascend, and after them the keys: writers that meet on the same rows lock them in the same order and cannot
 * deadlock.
 */
final class ChangePlan {
    private final List<List<Step>> phases = new ArrayList<>();

    /** @param position where the change stood in the batch, and so its result */
    record Step(int position, StatusChange change) {
        @Nullable IdempotencyKey key() {
            return change instanceof Accept accept ? accept.key() : null;
        }

        /** The send will never be in the log, so its key may stand for another one. */
        boolean freesKey() {
            return change instanceof Transition to && to.isFinal() && to.outcome() == LogOutcome.NOT_WRITTEN;
        }
    }

    ChangePlan(List<StatusChange> changes) {
        Map<UUID, Integer> phaseOf = new HashMap<>(changes.size() * 2);
        int phaseOfKeys = 0;
        for (int position = 0; position < changes.size(); position++) {
            Step step = new Step(position, changes.get(position));
            boolean ofKeys = step.key() != null || step.freesKey();
            int ofId = phaseOf.getOrDefault(step.change().requestId(), 0);
            int phase = phaseFrom(ofKeys ? Math.max(ofId, phaseOfKeys) : ofId, step.change());
            phaseOf.put(step.change().requestId(), phase);
            phaseOfKeys = ofKeys ? phase : phaseOfKeys;
            phase(phase).add(step);
        }
        phases.forEach(
                phase -> phase.sort(ChangePlan::compare)); // a stable sort: equal ids and equal keys keep their order
    }

    private static int phaseFrom(int earliest, StatusChange change) {
        boolean startsWithAccepts = earliest % 2 == 0;
        return startsWithAccepts == change instanceof Accept ? earliest : earliest + 1;
    }

    private static int compare(Step a, Step b) {
        IdempotencyKey keyOfA = a.key();
        IdempotencyKey keyOfB = b.key();
        if (keyOfA == null && keyOfB == null) {
            return RequestIdOrder.INSTANCE.compare(
                    a.change().requestId(), b.change().requestId());
        }
        if (keyOfA == null || keyOfB == null) {
            return keyOfA == null ? -1 : 1;
        }
        return keyOfA.value().compareTo(keyOfB.value());
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
