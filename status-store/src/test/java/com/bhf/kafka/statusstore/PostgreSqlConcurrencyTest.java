package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreConcurrencyContract;
import java.sql.SQLException;

class PostgreSqlConcurrencyTest extends StatusStoreConcurrencyContract {
    @Override
    protected StatusStore open() throws SQLException {
        return StatusStores.open(PostgreSqlServer.newSchema());
    }
}
