package com.bhf.kafka.lab.proxy;

/** Lets {@code bytes} bytes through per connection and direction, then closes; an update does not start anew. */
record LimitData(long bytes) implements Toxic {

    @Override
    public Effect start() {
        return this::advance;
    }

    private long advance(Flow flow) {
        for (Chunk head = flow.head(); head != null; head = flow.head()) {
            long left = Math.max(0, bytes - flow.counted());
            int size = (int) Math.min(left, head.size());
            if (size > 0) {
                if (!flow.hasRoom()) {
                    return Effect.NO_TIMER;
                }
                flow.emit(head.head(size));
                flow.count(size);
            }
            flow.take();
            if (size == left) {
                loseRest(flow, head, size);
                flow.end();
                return Effect.NO_TIMER;
            }
        }
        return Effect.passEnd(flow);
    }

    private static void loseRest(Flow flow, Chunk head, int size) {
        if (size < head.size()) {
            flow.lose(head.tail(size));
        }
    }
}
