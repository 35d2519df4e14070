package com.bhf.kafka.lab.proxy;

/** Does nothing. */
record Noop() implements Toxic {

    @Override
    public Effect start() {
        return Effect.passThrough();
    }
}
