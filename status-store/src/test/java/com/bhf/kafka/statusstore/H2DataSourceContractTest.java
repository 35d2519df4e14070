package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreContract;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class H2DataSourceContractTest extends StatusStoreContract {
    @TempDir
    Path directory;

    private HikariDataSource pool;

    @Override
    protected StatusStore open() {
        pool = H2Files.pool(directory, ";WRITE_DELAY=0");
        return StatusStores.open(pool);
    }

    @AfterEach
    void closePool() {
        pool.close();
    }

    @Override
    protected Optional<StatusChange> brokenChange() {
        return Optional.of(H2Files.withoutOwner());
    }
}
