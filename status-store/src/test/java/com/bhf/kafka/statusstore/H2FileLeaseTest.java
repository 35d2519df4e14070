package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreLeaseContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2FileLeaseTest extends StatusStoreLeaseContract {
    @TempDir
    Path directory;

    @Override
    protected StatusStore open() {
        return StatusStores.open(H2Files.in(directory));
    }
}
