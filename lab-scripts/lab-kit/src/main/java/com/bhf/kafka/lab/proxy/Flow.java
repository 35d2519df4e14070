package com.bhf.kafka.lab.proxy;

import org.jspecify.annotations.Nullable;

/** What a toxic sees of the one link in which it works, and what it can do there. Nothing here blocks. */
interface Flow {

    /** Nanoseconds of a clock that has no meaning but its differences. */
    long now();

    /** The oldest chunk that came in and has not been taken. */
    @Nullable Chunk head();

    /** Takes the head. */
    Chunk take();

    /** Puts {@code rest} in the place of the head: the part that stays when some of it was emitted. */
    void keep(Chunk rest);

    /** Whether nothing is there and nothing will come. */
    boolean ended();

    /** Whether what comes next in the chain takes another chunk; the bound of the memory that a link uses. */
    boolean hasRoom();

    /** Hands on, even when there is no room. */
    void emit(Chunk chunk);

    /** Throws away. */
    void lose(Chunk chunk);

    /** Ends the link behind this toxic: what was emitted still arrives, then both sockets close. */
    void end();

    /** From now on the sockets close with a reset and not with an orderly end. */
    void resetOnClose();

    /** What {@link #count} was told so far: a figure per link that outlives an update of the toxic. */
    long counted();

    void count(long more);

    /** Counts this call over all links in which the toxic works, those of the past too; from 1. */
    long nextTurn();

    KafkaConversation conversation();
}
