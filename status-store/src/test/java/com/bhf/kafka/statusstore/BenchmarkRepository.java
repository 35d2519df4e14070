package com.bhf.kafka.statusstore;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** How the writes would look in Micronaut Data. {@code finish} returns a sum: which row was in conflict is not known. */
@JdbcRepository(dialect = Dialect.H2, dataSource = RepositoryContext.DATA_SOURCE)
interface BenchmarkRepository extends GenericRepository<SendRow, UUID> {

    void saveAll(Iterable<SendRow> rows);

    @Query("""
            UPDATE send_status SET state = :state, outcome = :outcome, log_partition = :logPartition,
                log_offset = :logOffset, log_timestamp = :logTimestamp, error = :error, attempts = :attempts,
                completed_at = :completedAt, final_at = :finalAt, payload = NULL, headers = NULL,
                version = version + 1
            WHERE request_id = :requestId AND version = :version AND final_at IS NULL""")
    int finish(List<SendRow> rows);
}
