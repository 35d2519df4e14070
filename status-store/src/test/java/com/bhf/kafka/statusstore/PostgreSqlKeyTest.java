package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreKeyContract;
import java.sql.SQLException;

class PostgreSqlKeyTest extends StatusStoreKeyContract {
    @Override
    protected StatusStore open() throws SQLException {
        return StatusStores.open(PostgreSqlServer.newSchema());
    }
}
