package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreContract;
import java.sql.SQLException;
import java.util.Optional;

class PostgreSqlContractTest extends StatusStoreContract {
    @Override
    protected StatusStore open() throws SQLException {
        return StatusStores.open(PostgreSqlServer.newSchema());
    }

    @Override
    protected Optional<StatusChange> brokenChange() {
        return Optional.of(H2Files.withoutOwner());
    }
}
