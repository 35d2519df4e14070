package com.bhf.kafka.lab.proxy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Cuts chunks into slices of {@code averageSize} bytes, give or take {@code sizeVariation}, with {@code delay}
 * <em>micro</em>seconds after each.
 */
record Slicer(long averageSize, long sizeVariation, long delay) implements Toxic {

    /** @throws IllegalArgumentException when the cutting would not come to an end */
    Slicer {
        if (averageSize < 1) {
            throw new IllegalArgumentException("average_size " + averageSize + " must be 1 or more");
        }
        if (sizeVariation < 0) {
            throw new IllegalArgumentException("size_variation " + sizeVariation + " must be 0 or more");
        }
    }

    @Override
    public Effect start() {
        return new Slicing();
    }

    /** Adds the sizes of the slices of so many bytes: halves, until one is small enough. */
    void slice(int size, Deque<Integer> slices) {
        if (size - averageSize <= sizeVariation) {
            slices.add(size);
            return;
        }
        int half = size / 2;
        if (sizeVariation > 0) {
            half += (int) ThreadLocalRandom.current().nextLong(-sizeVariation, sizeVariation);
        }
        // A variation larger than the average would cut outside of the chunk.
        half = Math.max(1, Math.min(size - 1, half));
        slice(half, slices);
        slice(size - half, slices);
    }

    private final class Slicing implements Effect {

        private final Deque<Integer> slices = new ArrayDeque<>();
        private boolean pausing;
        private long due;

        @Override
        public long advance(Flow flow) {
            while (true) {
                long left = pausing ? due - flow.now() : 0;
                if (left > 0) {
                    return left;
                }
                pausing = false;
                Chunk head = flow.head();
                if (head == null) {
                    return Effect.passEnd(flow);
                }
                if (!flow.hasRoom()) {
                    return NO_TIMER;
                }
                emitSlice(flow, head);
            }
        }

        private void emitSlice(Flow flow, Chunk head) {
            if (slices.isEmpty()) {
                slice(head.size(), slices);
            }
            int slice = slices.removeFirst();
            flow.emit(head.head(slice));
            if (slices.isEmpty()) {
                flow.take();
            } else {
                flow.keep(head.tail(slice));
            }
            pausing = true;
            due = flow.now() + TimeUnit.MICROSECONDS.toNanos(delay);
        }

        @Override
        public void release(Flow flow) {
            if (!slices.isEmpty()) {
                slices.clear();
                flow.emit(flow.take());
            }
        }
    }
}
