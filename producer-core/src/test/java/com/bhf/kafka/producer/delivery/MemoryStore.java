package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Rows that survive the engine, with all their changes. Thread-safe. */
final class MemoryStore implements StatusStore {
    private final TreeMap<UUID, OpenSend> rows = new TreeMap<>();
    private final Map<UUID, List<Transition>> history = new HashMap<>();
    private int brokenReads;

    /** The next reads of open sends fail. */
    synchronized void breakReads(int times) {
        brokenReads = times;
    }

    synchronized int brokenReadsLeft() {
        return brokenReads;
    }

    synchronized List<Transition> history(UUID id) {
        return List.copyOf(history.getOrDefault(id, List.of()));
    }

    @Override
    public synchronized List<ChangeResult> apply(List<StatusChange> changes) {
        return changes.stream().map(this::applyOne).toList();
    }

    private ChangeResult applyOne(StatusChange change) {
        OpenSend row = rows.get(change.requestId());
        if (change instanceof Accept accept) {
            if (row == null) {
                rows.put(change.requestId(), new OpenSend(accept.send(), SendStatus.accepted(accept.send())));
            }
            return row == null ? ChangeResult.APPLIED : ChangeResult.CONFLICT;
        }
        Transition to = (Transition) change;
        if (row == null || row.status().isFinal() || row.status().version() != to.expectedVersion()) {
            return ChangeResult.CONFLICT;
        }
        history.computeIfAbsent(to.requestId(), id -> new ArrayList<>()).add(to);
        rows.put(to.requestId(), new OpenSend(row.send(), row.status().after(to)));
        return ChangeResult.APPLIED;
    }

    @Override
    public synchronized Optional<SendStatus> find(UUID requestId) {
        return Optional.ofNullable(rows.get(requestId)).map(OpenSend::status);
    }

    @Override
    public synchronized List<OpenSend> findOpen(UUID after, int limit) {
        if (brokenReads > 0) {
            brokenReads--;
            throw new StatusStoreException("broken for the test", null);
        }
        return rows.tailMap(after, false).values().stream()
                .filter(row -> !row.status().isFinal())
                .limit(limit)
                .toList();
    }

    @Override
    public int purge(Instant completedBefore, int limit) {
        return 0;
    }

    /** It outlives the engine. */
    @Override
    public void close() {}
}
