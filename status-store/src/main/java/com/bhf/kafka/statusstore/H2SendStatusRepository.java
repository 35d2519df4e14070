package com.bhf.kafka.statusstore;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The repository in the SQL of H2. */
@JdbcRepository(dialect = Dialect.H2, dataSource = RepositoryContext.DATA_SOURCE)
interface H2SendStatusRepository extends SendStatusRepository {}
