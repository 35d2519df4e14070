package com.bhf.kafka.statusstore;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/**
 * Reads {@code send_status}. A dialect is known at compile time only, so each has a sub-interface that names it.
 * What changes rows is plain JDBC: it needs the count of each row, and to know whether it failed in the commit.
 */
interface SendStatusRepository extends GenericRepository<SendRow, UUID> {

    Optional<StatusRow> findByRequestId(UUID requestId);

    @Query("""
            SELECT s.request_id, s.mode, s.event_id, s.topic, s.record_key, s.state, s.outcome, s.log_partition,
                s.log_offset, s.log_timestamp, s.error, s.attempts, s.accepted_at, s.completed_at, s.final_at,
                s.version, k.fingerprint
            FROM idempotency_key k JOIN send_status s ON s.request_id = k.request_id
            WHERE k.topic = :topic AND k.idempotency_key = :key""")
    Optional<KeyedRow> findByIdempotencyKey(String topic, String key);
}
