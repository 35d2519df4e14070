package com.bhf.kafka.producer.delivery;

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
     * @throws StatusStoreException none of the changes is known to be applied
     */
    List<ChangeResult> apply(List<StatusChange> changes);

    /** The status of one send; empty when the store does not hold it. */
    Optional<SendStatus> find(UUID requestId);

    /** Up to {@code limit} sends that are not final and whose id is greater than {@code after}, in the order of their ids. */
    List<OpenSend> findOpen(UUID after, int limit);

    /**
     * Deletes up to {@code limit} final rows completed before the instant, in one transaction.
     *
     * @return how many were deleted; fewer than {@code limit} means that no more are left
     */
    int purge(Instant completedBefore, int limit);

    /** Releases connections and files; what was applied stays. Idempotent. */
    @Override
    void close();
}
