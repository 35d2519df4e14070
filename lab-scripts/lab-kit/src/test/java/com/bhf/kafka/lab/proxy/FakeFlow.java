package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A link of one toxic in the hands of a test, with a clock that moves only when told. */
final class FakeFlow implements Flow {

    final List<String> emitted = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    final KafkaConversation conversation = new KafkaConversation();
    boolean ended;
    boolean reset;
    boolean room = true;

    private final ChunkQueue inbox = new ChunkQueue(1_000);
    private final Effect effect;
    private long nanos = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(50);
    private long counted;
    private long turns;

    /** The clock is about to overflow: a toxic that compares times instead of subtracting them fails. */
    FakeFlow(Toxic toxic) {
        effect = toxic.start();
    }

    FakeFlow receives(String text) {
        return receives(text, null, 0);
    }

    FakeFlow receives(String text, @Nullable ProduceAck ack, int frameOffset) {
        inbox.add(new Chunk(ByteBuffer.wrap(text.getBytes(US_ASCII)), nanos, ack, frameOffset));
        return this;
    }

    FakeFlow inputEnds() {
        inbox.close();
        return this;
    }

    /** Lets the toxic work, and so much time pass, and the toxic work whenever it asked to. Returns this. */
    FakeFlow passes(long millis) {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        while (true) {
            long timer = ended ? Effect.NO_TIMER : effect.advance(this);
            if (timer > left) {
                nanos += left;
                return this;
            }
            nanos += timer;
            left -= timer;
        }
    }

    FakeFlow works() {
        return passes(0);
    }

    void release() {
        effect.release(this);
    }

    @Override
    public long now() {
        return nanos;
    }

    @Override
    public @Nullable Chunk head() {
        return inbox.head();
    }

    @Override
    public Chunk take() {
        return inbox.poll();
    }

    @Override
    public void keep(Chunk rest) {
        inbox.replaceHead(rest);
    }

    @Override
    public boolean ended() {
        return inbox.isEnded();
    }

    @Override
    public boolean hasRoom() {
        return room;
    }

    @Override
    public void emit(Chunk chunk) {
        emitted.add(text(chunk));
    }

    @Override
    public void lose(Chunk chunk) {
        lost.add(text(chunk));
    }

    @Override
    public void end() {
        ended = true;
    }

    @Override
    public void resetOnClose() {
        reset = true;
    }

    @Override
    public long counted() {
        return counted;
    }

    @Override
    public void count(long more) {
        counted += more;
    }

    @Override
    public long nextTurn() {
        return ++turns;
    }

    @Override
    public KafkaConversation conversation() {
        return conversation;
    }

    private static String text(Chunk chunk) {
        return US_ASCII.decode(chunk.bytes().duplicate()).toString();
    }
}
