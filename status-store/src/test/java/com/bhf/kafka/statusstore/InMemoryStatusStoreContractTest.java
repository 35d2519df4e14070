package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreContract;

class InMemoryStatusStoreContractTest extends StatusStoreContract {
    @Override
    protected StatusStore open() {
        return new InMemoryStatusStore(10_000);
    }
}
