package com.bhf.kafka.statusstore;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads and purges {@code send_status}. A dialect is known at compile time only, so each has a sub-interface that
 * names it. Changes of rows are in {@link ChangeWriter}.
 */
interface SendStatusRepository extends GenericRepository<SendRow, UUID> {

    Optional<StatusRow> findByRequestId(UUID requestId);

    // final_at is always null here; ordering by it too lets the index give the order, so that nothing is sorted.
    @Query("""
            SELECT * FROM send_status WHERE final_at IS NULL AND request_id > :after
            ORDER BY final_at, request_id LIMIT :limit""")
    List<SendRow> findOpen(UUID after, int limit);

    /** Its SQL is each dialect's own: deleting a bounded number of rows is in no standard. */
    int purge(long before, int limit);
}
