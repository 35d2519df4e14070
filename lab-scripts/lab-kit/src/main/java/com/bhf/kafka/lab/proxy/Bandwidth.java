package com.bhf.kafka.lab.proxy;

import java.util.concurrent.TimeUnit;

/**
 * Lets {@code rate} kilobytes of 1000 bytes through in a second, in pieces of at most 100 ms. A rate of 0 stalls the
 * link and loses nothing.
 */
record Bandwidth(long rate) implements Toxic {

    private static final long PIECE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    @Override
    public Effect start() {
        return new Slowing();
    }

    /** The bytes of 100 ms; more than a chunk can have when the rate is very high. */
    private long piece() {
        return Math.min(rate, Integer.MAX_VALUE) * 100;
    }

    private final class Slowing implements Effect {

        private boolean holding;
        /** How long the chunk in hand has to wait; what it waited too long is taken off the next one's time. */
        private long sleep;

        private long since;

        @Override
        public long advance(Flow flow) {
            for (Chunk head = flow.head(); head != null; head = flow.head()) {
                if (rate <= 0) {
                    holding = true;
                    return NO_TIMER;
                }
                hold(head, flow.now());
                boolean whole = head.size() <= piece();
                long waited = flow.now() - since;
                long left = (whole ? sleep : PIECE_NANOS) - waited;
                if (left > 0) {
                    return left;
                }
                if (!flow.hasRoom()) {
                    return NO_TIMER;
                }
                emit(flow, head, whole, waited);
            }
            return Effect.passEnd(flow);
        }

        private void hold(Chunk head, long now) {
            if (!holding) {
                holding = true;
                sleep += head.size() * NANOS_PER_MILLI / rate;
                since = now;
            }
        }

        private void emit(Flow flow, Chunk head, boolean whole, long waited) {
            if (whole) {
                holding = false;
                sleep -= waited;
                flow.emit(flow.take());
            } else {
                int piece = Math.toIntExact(piece());
                sleep -= PIECE_NANOS;
                since = flow.now();
                flow.emit(head.head(piece));
                flow.keep(head.tail(piece));
            }
        }

        @Override
        public void release(Flow flow) {
            if (holding) {
                holding = false;
                flow.emit(flow.take());
            }
        }
    }
}
