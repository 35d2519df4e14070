package com.bhf.kafka.statusstore;

import com.bhf.kafka.producer.delivery.StatusStore;
import com.bhf.kafka.producer.delivery.StatusStoreConcurrencyContract;

class InMemoryStatusStoreConcurrencyTest extends StatusStoreConcurrencyContract {
    @Override
    protected StatusStore open() {
        return new InMemoryStatusStore(10_000);
    }
}
