package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusChange;
import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreContract;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;

class H2FileContractTest extends StatusStoreContract {
    @TempDir
    Path directory;

    @Override
    protected StatusStore open() {
        return StatusStores.open(H2Files.in(directory));
    }

    @Override
    protected Optional<StatusChange> brokenChange() {
        return Optional.of(H2Files.withoutOwner());
    }
}
