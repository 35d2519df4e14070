package com.bhf.kafka.producer.delivery;

import com.bhf.kafka.producer.DeliveryMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes sends into the store; what is durable goes on to {@link Deliveries}. Thread-safe; does not block. */
final class DurableIntake {
    private final DeliverySettings settings;
    private final Set<DeliveryMode> modes;
    private final WatchedStore store;
    private final GroupCommitWriter writer;
    private final StatusReader reader;
    private final Deliveries deliveries;
    private final ScheduledExecutorService timer;
    private final Admission places;
    /** Sends that are not durable yet; never more than {@link #places} lets in. */
    private final Admission committing;

    /** No send is taken any more; those that were go on. */
    private volatile boolean refusing;
    /** What is in doubt stays so. */
    private volatile boolean stopping;

    DurableIntake(
            DeliverySettings settings,
            Set<DeliveryMode> modes,
            WatchedStore store,
            GroupCommitWriter writer,
            StatusReader reader,
            Deliveries deliveries,
            ScheduledExecutorService timer) {
        this.settings = settings;
        this.modes = modes;
        this.store = store;
        this.writer = writer;
        this.reader = reader;
        this.deliveries = deliveries;
        this.timer = timer;
        this.places = new Admission(settings.maxInFlight());
        this.committing = new Admission(settings.maxInFlight());
    }

    /** @return true when the send is durable; false when its id or key is taken */
    CompletableFuture<Boolean> accept(
            AcceptedSend send, @Nullable IdempotencyKey key, boolean patient, @Nullable Waiter waiter) {
        OwnedSend owned;
        try {
            requireServed(send);
            refuseAll();
            owned = new OwnedSend(send, deliveries.lease().owner(), places.enter(), waiter);
        } catch (RuntimeException refused) {
            return CompletableFuture.failedFuture(refused);
        }
        Runnable inItsLane = committing.enter();
        StatusChange.Accept change = new StatusChange.Accept(send, owned.owner(), key);
        return writer.submit(change).handle((result, error) -> {
            try {
                return accepted(owned, change, patient, result, error);
            } finally {
                inItsLane.run();
            }
        });
    }

    /** A mode that is not served is refused before there is a row. */
    private void requireServed(AcceptedSend send) {
        if (!modes.contains(send.mode())) {
            throw new IllegalArgumentException("No producer for mode " + send.mode());
        }
    }

    /** Refused at once nobody waits; and H2 on a full disk was seen to lose what it took between two failures. */
    private void refuseAll() {
        store.problem().ifPresent(problem -> {
            throw new StatusStoreException(problem, null);
        });
        if (refusing) {
            throw new StoppingException();
        }
    }

    /** A send of a batch, on its way into the store. */
    private record Candidate(
            int index, BatchSend entry, OwnedSend owned, StatusChange.Accept change, Runnable inItsLane) {}

    void accept(List<BatchSend> batch, BatchListener listener) {
        List<Candidate> candidates;
        try {
            batch.forEach(entry -> requireServed(entry.send()));
            refuseAll();
            candidates = enter(batch);
        } catch (RuntimeException refused) {
            refuseFrom(0, batch.size(), listener, refused);
            return;
        }
        refuseFrom(candidates.size(), batch.size(), listener, places.full());
        if (candidates.isEmpty()) {
            return;
        }
        List<StatusChange> changes =
                candidates.stream().<StatusChange>map(Candidate::change).toList();
        writer.submit(changes).whenComplete((results, error) -> {
            for (int i = 0; i < candidates.size(); i++) {
                settle(candidates.get(i), results == null ? null : results.get(i), error, listener);
            }
        });
    }

    private static void refuseFrom(int from, int to, BatchListener listener, RuntimeException reason) {
        for (int i = from; i < to; i++) {
            listener.refused(i, reason);
        }
    }

    private List<Candidate> enter(List<BatchSend> batch) {
        // First: it throws when there is no lease yet, and then no place may be taken.
        UUID owner = deliveries.lease().owner();
        List<Runnable> taken = places.enter(batch.size());
        List<Candidate> candidates = new ArrayList<>(taken.size());
        for (int i = 0; i < taken.size(); i++) {
            BatchSend entry = batch.get(i);
            Waiter waiter = entry.waits() ? new Waiter() : null;
            OwnedSend owned = new OwnedSend(entry.send(), owner, taken.get(i), waiter);
            StatusChange.Accept change = new StatusChange.Accept(entry.send(), owned.owner(), entry.key());
            candidates.add(new Candidate(i, entry, owned, change, committing.enter()));
        }
        return candidates;
    }

    private void settle(
            Candidate candidate, @Nullable ChangeResult result, @Nullable Throwable error, BatchListener listener) {
        int index = candidate.index();
        BatchSend entry = candidate.entry();
        boolean fresh;
        try {
            fresh = accepted(candidate.owned(), candidate.change(), !entry.waits(), result, error);
        } catch (RuntimeException refused) {
            listener.refused(index, refused);
            return;
        } finally {
            candidate.inItsLane().run();
        }
        Waiter waiter = candidate.owned().waiter();
        if (!fresh) {
            lookUp(entry, index, listener);
        } else if (waiter == null) {
            listener.accepted(index, new KeyedResult.Fresh(SendStatus.accepted(entry.send()), null));
        } else {
            waiter.answer().thenAccept(status -> listener.accepted(index, status));
        }
    }

    private void lookUp(BatchSend entry, int index, BatchListener listener) {
        IdempotencyKey key = entry.key();
        if (key == null) {
            listener.refused(index, idTaken(entry.send()));
            return;
        }
        reader.find(entry.send().topic(), key).whenComplete((earlier, error) -> {
            if (error != null) {
                listener.refused(index, error);
            } else {
                listener.accepted(index, Objects.requireNonNull(earlier));
            }
        });
    }

    static StatusStoreException idTaken(AcceptedSend send) {
        return new StatusStoreException("There is a send with the id " + send.requestId() + " already", null);
    }

    private boolean accepted(
            OwnedSend owned,
            StatusChange.Accept change,
            boolean patient,
            @Nullable ChangeResult result,
            @Nullable Throwable error) {
        if (error instanceof StatusStoreException e && e.mayBeApplied()) {
            acceptLater(owned, change);
            throw e;
        }
        if (error != null || result != ChangeResult.APPLIED) {
            owned.leave().run();
            if (error != null) {
                throw new CompletionException(error);
            }
            return false;
        }
        deliveries.begin(owned, patient);
        return true;
    }

    /** The caller knows no more than that it may be accepted; so it is, if the row can be had. */
    private void acceptLater(OwnedSend owned, StatusChange.Accept change) {
        if (stopping) {
            return;
        }
        timer.schedule(
                () -> writer.submit(change).whenComplete((result, error) -> {
                    if (error != null) {
                        acceptLater(owned, change);
                    } else if (result == ChangeResult.APPLIED) {
                        deliveries.begin(owned, true);
                    } else {
                        beginIfThere(owned, change);
                    }
                }),
                settings.lastRetry().toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** The id is taken, by the change in doubt; or the key is, by another send. */
    private void beginIfThere(OwnedSend owned, StatusChange.Accept change) {
        reader.exists(owned.send().requestId()).whenComplete((exists, error) -> {
            if (error != null) {
                acceptLater(owned, change);
            } else if (exists) {
                deliveries.begin(owned, true);
            } else {
                owned.leave().run();
            }
        });
    }

    /** Durable sends whose result is not recorded yet, and those on their way into the store. */
    int inFlight() {
        return places.taken();
    }

    /** Takes no more. */
    void refuse() {
        refusing = true;
    }

    /** What is in doubt stays so. */
    void stop() {
        stopping = true;
    }

    /** Blocks until what was taken is durable or refused, for at most the timeout. */
    void awaitCommitted(Duration timeout) throws InterruptedException {
        committing.awaitEmpty(timeout);
    }
}
