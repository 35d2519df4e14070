package com.bhf.kafka.producer.delivery;

class InMemoryStatusStoreLeaseTest extends StatusStoreLeaseContract {
    @Override
    protected StatusStore open() {
        return new InMemoryStatusStore(10_000);
    }
}
