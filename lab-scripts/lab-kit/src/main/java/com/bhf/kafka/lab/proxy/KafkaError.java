package com.bhf.kafka.lab.proxy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Locale;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/**
 * Not of Toxiproxy. The producer gets the error {@code code} (Kafka's number) for each partition of each Produce
 * request: {@code before} the broker sees the request, so that nothing is appended, or {@code after} it appended.
 */
record KafkaError(int code, When when) implements Toxic {

    enum When {
        BEFORE,
        AFTER;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    KafkaError {
        if (code == Errors.NONE.code() || Errors.forCode((short) code).code() != code) {
            throw new IllegalArgumentException("code " + code + " is none of Kafka's error codes");
        }
    }

    private Errors error() {
        return Errors.forCode((short) code);
    }

    @Override
    public Effect start() {
        return when == When.BEFORE ? new Refusing() : new Replacing();
    }

    private final class Refusing implements Effect {

        private boolean refusing;

        @Override
        public long advance(Flow flow) {
            if (!refusing) {
                refusing = true;
                flow.conversation().refuseProduce(error());
            }
            return Effect.passThrough().advance(flow);
        }

        @Override
        public void release(Flow flow) {
            if (refusing) {
                flow.conversation().stopRefusing(error());
            }
        }
    }

    private final class Replacing implements Effect {

        private final ByteArrayOutputStream held = new ByteArrayOutputStream();
        private @Nullable Chunk first;

        @Override
        public long advance(Flow flow) {
            for (Chunk head = flow.head(); head != null && flow.hasRoom(); head = flow.head()) {
                ProduceAck ack = head.ack();
                if (ack == null || (first == null && head.frameOffset() > 0)) {
                    flow.emit(flow.take());
                } else {
                    hold(flow.take());
                    replaceWhenComplete(flow, ack);
                }
            }
            return Effect.passEnd(flow);
        }

        private void hold(Chunk chunk) {
            if (first == null) {
                first = chunk;
            }
            byte[] copy = new byte[chunk.size()];
            chunk.bytes().duplicate().get(copy);
            held.writeBytes(copy);
        }

        private void replaceWhenComplete(Flow flow, ProduceAck ack) {
            if (held.size() == ack.frameLength()) {
                ByteBuffer replaced = ProduceErrors.replace(takeHeld(), ack.apiVersion(), error());
                flow.emit(Chunk.plain(replaced, flow.now()));
                // The acknowledgement is lost, though bytes arrive in its place.
                flow.lose(new Chunk(ByteBuffer.allocate(0), flow.now(), ack, 0));
            }
        }

        private ByteBuffer takeHeld() {
            ByteBuffer all = ByteBuffer.wrap(held.toByteArray());
            held.reset();
            first = null;
            return all;
        }

        @Override
        public void release(Flow flow) {
            if (first != null) {
                Chunk start = first;
                flow.emit(new Chunk(takeHeld(), start.receivedAt(), start.ack(), start.frameOffset()));
            }
        }
    }
}
