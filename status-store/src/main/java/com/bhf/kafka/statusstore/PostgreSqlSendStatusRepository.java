package com.bhf.kafka.statusstore;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The repository in the SQL of PostgreSQL. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = RepositoryContext.DATA_SOURCE)
interface PostgreSqlSendStatusRepository extends SendStatusRepository {

    // Instances that purge at the same time take different rows instead of waiting for each other.
    @Override
    @Query("""
            DELETE FROM send_status WHERE request_id IN (
                SELECT request_id FROM send_status WHERE final_at < :before
                ORDER BY final_at, request_id LIMIT :limit FOR UPDATE SKIP LOCKED)""")
    int purge(long before, int limit);
}
