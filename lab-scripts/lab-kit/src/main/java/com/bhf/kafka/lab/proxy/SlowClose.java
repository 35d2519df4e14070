package com.bhf.kafka.lab.proxy;

/** Delays the end of the connection by {@code delay} ms and nothing else. */
record SlowClose(long delay) implements Toxic {

    @Override
    public Effect start() {
        return new Lingering();
    }

    private final class Lingering implements Effect {

        private boolean lingering;
        private long due;

        @Override
        public long advance(Flow flow) {
            while (flow.head() != null && flow.hasRoom()) {
                flow.emit(flow.take());
            }
            if (!flow.ended()) {
                return NO_TIMER;
            }
            if (!lingering) {
                lingering = true;
                due = flow.now() + Millis.toNanos(delay);
            }
            long left = due - flow.now();
            if (left > 0) {
                return left;
            }
            flow.end();
            return NO_TIMER;
        }
    }
}
