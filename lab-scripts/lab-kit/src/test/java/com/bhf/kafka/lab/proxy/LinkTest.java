package com.bhf.kafka.lab.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LinkTest {

    /** Counts what is lost. */
    private static final class Owner implements LinkOwner {

        private final AtomicInteger lost = new AtomicInteger();

        @Override
        public void lost(Chunk chunk) {
            lost.addAndGet(chunk.size());
        }

        @Override
        public void resetOnClose(Direction direction, boolean both) {}

        @Override
        public KafkaConversation conversation() {
            return new KafkaConversation();
        }
    }

    private static final List<Toxic> HARMLESS =
            List.of(new Noop(), new Latency(1, 0), new Slicer(40, 10, 20), new Bandwidth(100_000), new SlowClose(1));

    private final Owner owner = new Owner();
    private final Link link = new Link(Direction.UPSTREAM, owner, List.of(), System::nanoTime);

    @Property(tries = 15)
    void shouldKeepEveryByteInOrderWhenHarmlessToxicsComeAndGo(@ForAll long seed) throws Exception {
        LinkTest test = new LinkTest();
        byte[] sent = new byte[200_000];
        new Random(seed).nextBytes(sent);
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(test::receiveAll);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> test.send(sent, new Random(seed)));

        test.changeToxicsUntil(sender, new Random(seed));

        assertThat(received.get(30, TimeUnit.SECONDS)).isEqualTo(sent);
        assertThat(test.owner.lost).hasValue(0);
    }

    @Test
    @Timeout(30)
    void shouldPassOnWhatFirstToxicHoldsWhenOneBehindItIsRemoved() throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        List<PlacedToxic> toxics = List.of(placed("slow", new Latency(600_000, 0)), placed("behind", new Noop()));
        // The delay asks for the time when it takes hold of a chunk; the link is locked until it has.
        Link slow = new Link(Direction.UPSTREAM, owner, toxics, () -> {
            held.countDown();
            return 0;
        });
        Chunk chunk = Chunk.plain(ByteBuffer.wrap(new byte[] {1}), 0);
        CompletableFuture<Chunk> arrived = CompletableFuture.supplyAsync(() -> next(slow));
        slow.add(List.of(chunk));
        held.await();

        slow.remove(toxics.get(1));

        assertThat(arrived.get(20, TimeUnit.SECONDS).bytes()).isEqualTo(chunk.bytes());
    }

    @Test
    void shouldStopReaderAndWriterWhenFinished() throws Exception {
        link.append(placed("stall", new Bandwidth(0)));
        CompletableFuture<byte[]> received = CompletableFuture.supplyAsync(this::receiveAll);
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> send(new byte[100_000], new Random(1)));

        link.finish();

        assertThat(received.get(10, TimeUnit.SECONDS)).isEmpty();
        sender.get(10, TimeUnit.SECONDS);
        assertThat(owner.lost.get()).isPositive();
    }

    @Test
    void shouldHoldNoMoreThanABoundWhenNobodyTakes() throws Exception {
        CompletableFuture<Boolean> reader = CompletableFuture.supplyAsync(() -> {
            for (int i = 0; i < 100; i++) {
                add(new byte[1]);
                if (!awaitRoom()) {
                    return false;
                }
            }
            return true;
        });

        assertThat(link.next()).isNotNull();
        link.finish();

        assertThat(reader.get(10, TimeUnit.SECONDS)).isFalse();
    }

    private void changeToxicsUntil(CompletableFuture<Void> done, Random random) {
        List<PlacedToxic> there = new ArrayList<>();
        for (int i = 0; !done.isDone(); i++) {
            if (there.size() > 3 || (!there.isEmpty() && random.nextBoolean())) {
                link.remove(there.remove(random.nextInt(there.size())));
            } else {
                PlacedToxic placed = placed("t" + i, HARMLESS.get(random.nextInt(HARMLESS.size())));
                there.add(placed);
                link.append(placed);
                link.update(placed.with(placed.toxic(), random.nextFloat()));
            }
        }
    }

    private static PlacedToxic placed(String name, Toxic toxic) {
        return new PlacedToxic(name, ToxicType.NOOP, "upstream", Direction.UPSTREAM, 1, toxic, new AtomicLong());
    }

    private void send(byte[] bytes, Random random) {
        for (int at = 0; at < bytes.length; ) {
            int n = Math.min(bytes.length - at, 1 + random.nextInt(4_000));
            add(Arrays.copyOfRange(bytes, at, at + n));
            at += n;
            if (!awaitRoom()) {
                return;
            }
        }
        link.endInput();
    }

    private void add(byte[] bytes) {
        link.add(List.of(Chunk.plain(ByteBuffer.wrap(bytes), System.nanoTime())));
    }

    private boolean awaitRoom() {
        try {
            return link.awaitRoom();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] receiveAll() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Chunk chunk = next(link); chunk != null; chunk = next(link)) {
            ByteBuffer bytes = chunk.bytes();
            all.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }
        return all.toByteArray();
    }

    private static Chunk next(Link link) {
        try {
            return link.next();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
