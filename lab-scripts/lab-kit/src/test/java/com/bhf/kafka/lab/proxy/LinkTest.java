package com.bhf.kafka.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LinkTest {

    private final CountDownLatch held = new CountDownLatch(1);
    private final Link link = new Link(
            Direction.DOWNSTREAM,
            new NoConnection(),
            List.of(
                    placed("slow", ToxicType.LATENCY, new Latency(600_000, 0)),
                    placed("behind", ToxicType.NOOP, new Noop())),
            this::timeAsked);

    @Test
    @Timeout(30)
    void shouldPassOnWhatFirstToxicHoldsWhenOneBehindItIsRemoved() throws Exception {
        // Given
        Chunk chunk = Chunk.plain(ByteBuffer.wrap(new byte[] {1}), 0);
        CompletableFuture<Chunk> arrived = CompletableFuture.supplyAsync(this::next);
        link.add(List.of(chunk));
        held.await();

        // When
        link.remove(placed("behind", ToxicType.NOOP, new Noop()));

        // Then
        assertThat(arrived.get(20, TimeUnit.SECONDS).bytes()).isEqualTo(chunk.bytes());
    }

    private Chunk next() {
        try {
            return link.next();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The delay asks for the time when it takes hold of a chunk; the link is locked until it has. */
    private long timeAsked() {
        held.countDown();
        return 0;
    }

    private static PlacedToxic placed(String name, ToxicType type, Toxic toxic) {
        return new PlacedToxic(name, type, "downstream", Direction.DOWNSTREAM, 1, toxic, new AtomicLong());
    }

    private record NoConnection() implements LinkOwner {

        @Override
        public void lost(Chunk chunk) {}

        @Override
        public void resetOnClose(Direction direction, boolean both) {}

        @Override
        public KafkaConversation conversation() {
            throw new UnsupportedOperationException();
        }
    }
}
