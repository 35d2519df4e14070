package com.bhf.kafka.statusstore;

import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;

/** The repository in the SQL of PostgreSQL. */
@JdbcRepository(dialect = Dialect.POSTGRES, dataSource = RepositoryContext.DATA_SOURCE)
interface PostgreSqlSendStatusRepository extends SendStatusRepository {}
