package com.bhf.kafka.producer.delivery;

class InMemoryStatusStoreKeyTest extends StatusStoreKeyContract {
    @Override
    protected StatusStore open() {
        return new InMemoryStatusStore(10_000);
    }
}
