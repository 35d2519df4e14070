package com.bhf.kafka.lab.proxy;

/**
 * Waits for the first chunk or the end of its direction, throws that away, and closes {@code timeout} ms later: with a
 * reset when the connection began while the toxic was in place, with an orderly end when it is older. An idle connection
 * stays.
 */
record ResetPeer(long timeout) implements Toxic {

    @Override
    public Effect start() {
        return new Resetting();
    }

    @Override
    public boolean resetsNewConnections() {
        return true;
    }

    private final class Resetting implements Effect {

        private boolean triggered;
        private long due;

        @Override
        public long advance(Flow flow) {
            Chunk head = flow.head();
            if (!triggered && (head != null || flow.ended())) {
                triggered = true;
                due = flow.now() + Millis.toNanos(timeout);
                if (head != null) {
                    flow.lose(flow.take());
                }
            }
            if (!triggered) {
                return NO_TIMER;
            }
            long left = due - flow.now();
            if (left > 0) {
                return left;
            }
            flow.end();
            return NO_TIMER;
        }

        /** Bytes are gone already: the connection must not go on. */
        @Override
        public void release(Flow flow) {
            if (triggered) {
                flow.end();
            }
        }
    }
}
