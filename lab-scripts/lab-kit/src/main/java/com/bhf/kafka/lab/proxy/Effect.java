package com.bhf.kafka.lab.proxy;

/** A toxic at work in one link, from one start to the next change of the chain around it. */
interface Effect {

    /** Ask again when something came, went or changed. */
    long NO_TIMER = Long.MAX_VALUE;

    /** Does what can be done now. Returns after how many nanoseconds to ask again even if nothing happens. */
    long advance(Flow flow);

    /** Lets go of what it holds: it will not be asked again, and another start may follow. */
    default void release(Flow flow) {}

    /** Hands on everything and the end: what a link does without toxics. */
    static Effect passThrough() {
        return flow -> {
            while (flow.head() != null && flow.hasRoom()) {
                flow.emit(flow.take());
            }
            return passEnd(flow);
        };
    }

    static long passEnd(Flow flow) {
        if (flow.ended()) {
            flow.end();
        }
        return NO_TIMER;
    }
}
