package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreKeyContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class H2FileKeyTest extends StatusStoreKeyContract {
    @TempDir
    Path directory;

    @Override
    protected StatusStore open() {
        return StatusStores.open(H2Files.in(directory));
    }
}
