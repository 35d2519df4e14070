package com.bhf.kafka.lab.proxy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One place in the chain of a link, and the toxic there. This class is <em>not</em> threadsafe: the link locks. */
final class Stage implements Flow {

    private final Link link;
    private final ChunkQueue inbox;
    private ChunkQueue outlet;
    private PlacedToxic placed;
    private Effect effect;
    private boolean over;
    private long counted;

    Stage(Link link, PlacedToxic placed, ChunkQueue outlet) {
        this.link = link;
        this.placed = placed;
        this.inbox = new ChunkQueue(placed.toxic().buffer());
        this.outlet = outlet;
        this.effect = placed.drawEffect();
    }

    ChunkQueue inbox() {
        return inbox;
    }

    boolean runs(PlacedToxic toxic) {
        return placed.name().equals(toxic.name());
    }

    /** Returns after how many nanoseconds to call again. */
    long advance() {
        if (!over) {
            return effect.advance(this);
        }
        while (inbox.head() != null) {
            lose(take());
        }
        return Effect.NO_TIMER;
    }

    /** The chain behind changed: as in Toxiproxy that starts this toxic anew, and draws its toxicity anew. */
    void restart() {
        if (!over) {
            effect.release(this);
            effect = placed.drawEffect();
        }
    }

    /** From now on what it emits goes there. */
    void leadTo(ChunkQueue newOutlet) {
        outlet = newOutlet;
    }

    void update(PlacedToxic changed) {
        placed = changed;
        restart();
    }

    /** Hands what waits here to what comes next. */
    void leave() {
        if (!over) {
            effect.release(this);
            if (placed.toxic().closesWhenRemoved()) {
                end();
            }
        }
        while (inbox.head() != null) {
            emit(take());
        }
        if (inbox.isClosed()) {
            outlet.close();
        }
    }

    @Override
    public long now() {
        return link.now();
    }

    @Override
    public @Nullable Chunk head() {
        return inbox.head();
    }

    @Override
    public Chunk take() {
        link.progress();
        return Objects.requireNonNull(inbox.poll());
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
        return outlet.hasRoom();
    }

    @Override
    public void emit(Chunk chunk) {
        link.put(outlet, chunk);
    }

    @Override
    public void lose(Chunk chunk) {
        link.lose(chunk);
    }

    @Override
    public void end() {
        over = true;
        outlet.close();
        link.progress();
    }

    @Override
    public void resetOnClose() {
        link.resetOnClose();
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
        return placed.turns().incrementAndGet();
    }

    @Override
    public KafkaConversation conversation() {
        return link.conversation();
    }
}
