package com.bhf.kafka.lab.proxy;

/**
 * Drops all data, and closes the connection when for {@code timeout} ms none came; every dropped chunk starts that time
 * anew. A timeout of 0 never closes. Its removal closes the connection.
 */
record Timeout(long timeout) implements Toxic {

    @Override
    public Effect start() {
        return new Dropping();
    }

    @Override
    public boolean closesWhenRemoved() {
        return true;
    }

    private final class Dropping implements Effect {

        private boolean started;
        private long due;

        @Override
        public long advance(Flow flow) {
            if (!started || flow.head() != null) {
                started = true;
                due = flow.now() + Millis.toNanos(timeout);
            }
            while (flow.head() != null) {
                flow.lose(flow.take());
            }
            if (timeout <= 0 || flow.ended()) {
                return Effect.passEnd(flow);
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
