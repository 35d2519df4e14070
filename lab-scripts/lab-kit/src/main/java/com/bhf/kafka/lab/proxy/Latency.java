package com.bhf.kafka.lab.proxy;

import java.util.concurrent.ThreadLocalRandom;

/**
 * Delays each chunk by {@code latency} ms, give or take {@code jitter}, counted from when it was received; the order
 * stays. The end of the connection is queued behind the chunks but not itself delayed.
 */
record Latency(long latency, long jitter) implements Toxic {

    @Override
    public int buffer() {
        return 1_024;
    }

    @Override
    public Effect start() {
        return new Delaying();
    }

    private long drawNanos() {
        return Millis.toNanos(
                latency + (jitter > 0 ? ThreadLocalRandom.current().nextLong(-jitter, jitter) : 0));
    }

    private final class Delaying implements Effect {

        private boolean holding;
        private long sleep;
        private long due;

        @Override
        public long advance(Flow flow) {
            for (Chunk head = flow.head(); head != null; head = flow.head()) {
                hold(head, flow.now());
                long left = due - flow.now();
                if (left > 0) {
                    return left;
                }
                if (!flow.hasRoom()) {
                    return NO_TIMER;
                }
                holding = false;
                flow.emit(flow.take().receivedLater(sleep));
            }
            return Effect.passEnd(flow);
        }

        private void hold(Chunk head, long now) {
            if (!holding) {
                holding = true;
                sleep = drawNanos() - (now - head.receivedAt());
                due = now + sleep;
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
