package com.bhf.kafka.lab.proxy;

import java.util.function.Supplier;

/** A call that a request means, not yet made; or the answer to a request that means none. */
record Call(boolean matched, Supplier<Reply> run) {

    static Call of(Supplier<Reply> run) {
        return new Call(true, run);
    }

    static Call none(Reply reply) {
        return new Call(false, () -> reply);
    }
}
