package com.bhf.kafka.producer.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Keeps the status of accepted sends. Every implementation passes {@code StatusStoreContract}, which
 * ships in this module's test-jar.
 *
 * <p>Thread-safe. All methods block for as long as the store takes; none may be called from an event
 * loop or from Kafka's I/O thread. A store that cannot answer throws {@link StatusStoreException},
 * which is retriable.
 */
public interface StatusStore extends AutoCloseable {

    /**
     * Applies the changes in order, in one transaction. On return they are durable as far as the store
     * can make them so (see its documentation).
     *
     * @return one result per change, in the same order
     * @throws StatusStoreException none of the changes was applied, or, when it {@link
     *     StatusStoreException#mayBeApplied() says so}, all may have been
     */
    List<ChangeResult> apply(List<StatusChange> changes);

    /** The status of one send; empty when the store does not hold it. */
    Optional<SendStatus> find(UUID requestId);

    /** The send of the topic that an idempotency key stands for; empty when there is none. */
    Optional<KeyedStatus> find(String topic, String idempotencyKey);

    /**
     * Renews the owner's lease, and takes over open sends that nobody holds: those whose owner's lease has
     * run out, was given up, or never was. Time is the store's own, so that the clocks of its users need not agree.
     *
     * <p>Taking over raises a send's version by one, so that what its former owner still writes is a conflict.
     * An owner found without a lease is fenced: it never holds one again, also when nothing of it was open.
     *
     * @param owner an id of the caller's own making; a fenced one must make itself a new one
     * @param lease from now on; zero gives the lease up
     * @param limit how many sends to take over at most, lowest ids first; 0 only renews
     */
    Claim claim(UUID owner, Duration lease, int limit);

    /**
     * Deletes up to {@code limit} final rows completed before the instant, and their idempotency keys, in one
     * transaction.
     *
     * @return how many were deleted; fewer than {@code limit} means that no more are left
     */
    int purge(Instant completedBefore, int limit);

    /** Releases connections and files; what was applied stays. Idempotent. */
    @Override
    void close();
}
