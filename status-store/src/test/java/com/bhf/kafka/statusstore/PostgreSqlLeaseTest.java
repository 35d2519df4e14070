package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreLeaseContract;
import java.sql.SQLException;

class PostgreSqlLeaseTest extends StatusStoreLeaseContract {
    @Override
    protected StatusStore open() throws SQLException {
        return StatusStores.open(PostgreSqlServer.newSchema());
    }
}
