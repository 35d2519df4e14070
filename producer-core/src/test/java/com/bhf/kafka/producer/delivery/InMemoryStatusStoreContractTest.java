package com.bhf.kafka.producer.delivery;

class InMemoryStatusStoreContractTest extends StatusStoreContract {
    @Override
    protected StatusStore open() {
        return new InMemoryStatusStore(10_000);
    }
}
