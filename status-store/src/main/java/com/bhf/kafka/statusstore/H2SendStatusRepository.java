package com.bhf.kafka.statusstore;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The repository in the SQL of H2. */
@JdbcRepository(dialect = Dialect.H2, dataSource = RepositoryContext.DATA_SOURCE)
interface H2SendStatusRepository extends SendStatusRepository {

    // H2 answers "WHERE request_id IN (SELECT ...)" by a scan of the whole table.
    @Override
    @Query("DELETE FROM send_status WHERE final_at < :before FETCH FIRST :limit ROWS ONLY")
    int purge(long before, int limit);
}
