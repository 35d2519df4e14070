package com.bhf.kafka.producer.delivery;

class InMemoryStatusStoreConcurrencyTest extends StatusStoreConcurrencyContract {
    @Override
    protected StatusStore open() {
        return new InMemoryStatusStore(10_000);
    }
}
