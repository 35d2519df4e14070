package com.bhf.kafka.lab.proxy;

import java.util.Locale;

/**
 * Not of Toxiproxy. Lets {@code skip} Produce responses pass and loses the next {@code count}, or all that follow when
 * it is 0. The broker has appended by then and the producer does not learn it. The responses are counted over all
 * connections of the proxy.
 */
record KafkaAckLoss(long skip, long count, Action action) implements Toxic {

    /** What happens to the connection whose response is lost. */
    enum Action {
        /** It ends in order. */
        CLOSE,
        /** It is reset. */
        RESET,
        /** It stays open and nothing comes any more. */
        STALL;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    KafkaAckLoss {
        if (skip < 0) {
            throw new IllegalArgumentException("skip " + skip + " must be 0 or more");
        }
        if (count < 0) {
            throw new IllegalArgumentException("count " + count + " must be 0 or more");
        }
    }

    @Override
    public Effect start() {
        return new Losing();
    }

    private boolean isLost(long turn) {
        return turn > skip && (count == 0 || turn - skip <= count);
    }

    private final class Losing implements Effect {

        private boolean stalled;

        @Override
        public long advance(Flow flow) {
            for (Chunk head = flow.head(); head != null; head = flow.head()) {
                if (stalled || hits(flow, head)) {
                    flow.lose(flow.take());
                    if (!stalled && !stall(flow)) {
                        return NO_TIMER;
                    }
                } else if (flow.hasRoom()) {
                    flow.emit(flow.take());
                } else {
                    return NO_TIMER;
                }
            }
            return Effect.passEnd(flow);
        }

        /** Decides at the first chunk of a response; the others follow it. */
        private boolean hits(Flow flow, Chunk head) {
            return head.ack() != null && head.frameOffset() == 0 && isLost(flow.nextTurn());
        }

        /** Returns false when the connection ends instead. */
        private boolean stall(Flow flow) {
            stalled = action == Action.STALL;
            if (action == Action.RESET) {
                flow.resetOnClose();
            }
            if (!stalled) {
                flow.end();
            }
            return stalled;
        }

        /** A response is missing: the connection must not go on. */
        @Override
        public void release(Flow flow) {
            if (stalled) {
                flow.end();
            }
        }
    }
}
