package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.InvalidSettingException;
import com.bhf.kafka.producer.delivery.StatusChange.Accept;
import com.bhf.kafka.producer.delivery.StatusChange.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A bounded store in the heap, for tests and for services that accept that a restart forgets every status: it keeps
 * no promise beyond its process. Thread-safe; calls do not block but for each other.
 *
 * <p>When it is full, the rows that became final first make room. When all rows are open, {@link #apply} throws
 * {@link StatusStoreException} and changes nothing; it works again once some have become final.
 */
public final class InMemoryStatusStore implements StatusStore {
    private final int maxRows;
    private final Map<UUID, SendStatus> statuses = new HashMap<>();
    private final NavigableMap<UUID, AcceptedSend> open = new TreeMap<>(RequestIdOrder.INSTANCE);
    private final Set<UUID> finalIds = new LinkedHashSet<>();
    private final KeyTable keys = new KeyTable();
    private final LeaseTable leases = new LeaseTable();
    private boolean closed;

    /**
     * @param maxRows how many sends it holds at most; 1 or more
     * @throws InvalidSettingException fewer than 1
     */
    public InMemoryStatusStore(int maxRows) {
        if (maxRows < 1) {
            throw new InvalidSettingException("maxRows", maxRows, "1 or more");
        }
        this.maxRows = maxRows;
    }

    @Override
    public synchronized List<ChangeResult> apply(List<StatusChange> changes) {
        requireOpen();
        requireRoom(changes);
        List<ChangeResult> results = new ArrayList<>(changes.size());
        for (StatusChange change : changes) {
            boolean applied = change instanceof Accept accept ? insert(accept) : update((Transition) change);
            results.add(applied ? ChangeResult.APPLIED : ChangeResult.CONFLICT);
        }
        makeRoom();
        return List.copyOf(results);
    }

    private void requireRoom(List<StatusChange> changes) {
        Set<UUID> added = changes.stream()
                .filter(Accept.class::isInstance)
                .map(StatusChange::requestId)
                .filter(id -> !statuses.containsKey(id))
                .collect(Collectors.toSet());
        if (open.size() + added.size() > maxRows) {
            throw new StatusStoreException(
                    "The store in memory is full: " + maxRows + " sends, too few of them final", null);
        }
    }

    private void makeRoom() {
        Iterator<UUID> oldest = finalIds.iterator();
        while (statuses.size() > maxRows) {
            UUID id = oldest.next();
            oldest.remove();
            forget(id);
        }
    }

    private void forget(UUID id) {
        statuses.remove(id);
        keys.free(id);
    }

    private boolean insert(Accept accept) {
        AcceptedSend send = accept.send();
        UUID id = send.requestId();
        if (statuses.containsKey(id) || !keys.take(send.topic(), accept.key(), id)) {
            return false;
        }
        statuses.put(id, SendStatus.accepted(send));
        open.put(id, send);
        leases.own(id, accept.owner());
        return true;
    }

    private boolean update(Transition transition) {
        UUID id = transition.requestId();
        SendStatus status = statuses.get(id);
        if (status == null || status.isFinal() || status.version() != transition.expectedVersion()) {
            return false;
        }
        statuses.put(id, status.after(transition));
        if (transition.isFinal()) {
            open.remove(id);
            leases.disown(id);
            finalIds.add(id);
            if (transition.outcome() == LogOutcome.NOT_WRITTEN) {
                keys.free(id);
            }
        }
        return true;
    }

    @Override
    public synchronized Optional<SendStatus> find(UUID requestId) {
        requireOpen();
        return Optional.ofNullable(statuses.get(requestId));
    }

    @Override
    public synchronized Optional<KeyedStatus> find(String topic, String idempotencyKey) {
        requireOpen();
        return keys.find(topic, idempotencyKey)
                .map(entry -> new KeyedStatus(statusOf(entry.requestId()), entry.fingerprint()));
    }

    @Override
    public synchronized Claim claim(UUID owner, Duration lease, int limit) {
        requireOpen();
        if (!leases.renew(owner, lease)) {
            return Claim.LOST;
        }
        if (limit == 0) {
            return new Claim(true, List.of());
        }
        leases.fenceAllWithoutLease();
        List<UUID> orphans =
                open.keySet().stream().filter(leases::isOrphan).limit(limit).toList();
        return new Claim(true, orphans.stream().map(id -> takeOver(id, owner)).toList());
    }

    private OpenSend takeOver(UUID id, UUID owner) {
        leases.own(id, owner);
        SendStatus status = statusOf(id).takenOver();
        statuses.put(id, status);
        return new OpenSend(Objects.requireNonNull(open.get(id)), status);
    }

    @Override
    public synchronized int purge(Instant completedBefore, int limit) {
        requireOpen();
        List<UUID> old = finalIds.stream()
                .map(this::statusOf)
                .filter(status -> finalAt(status).isBefore(completedBefore))
                .sorted(Comparator.comparing(InMemoryStatusStore::finalAt))
                .limit(limit)
                .map(SendStatus::requestId)
                .toList();
        old.forEach(this::forget);
        old.forEach(finalIds::remove);
        return old.size();
    }

    private SendStatus statusOf(UUID id) {
        return Objects.requireNonNull(statuses.get(id));
    }

    private static Instant finalAt(SendStatus status) {
        return status.completedAt() == null ? status.acceptedAt() : status.completedAt();
    }

    private void requireOpen() {
        if (closed) {
            throw new StatusStoreException("The store in memory is closed", null);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        statuses.clear();
        open.clear();
        finalIds.clear();
    }
}
