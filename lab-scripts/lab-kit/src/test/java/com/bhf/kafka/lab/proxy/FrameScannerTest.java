package com.bhf.kafka.lab.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class FrameScannerTest {

    private static final int HEADER = 8;

    /** Remembers what it was told. */
    private static final class Recorded implements FrameScanner.Frames {

        private final List<Long> headers = new ArrayList<>();
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final List<Integer> ends = new ArrayList<>();
        private boolean refuses;

        @Override
        public boolean begin(ByteBuffer header) {
            headers.add(header.getLong(4));
            return !refuses;
        }

        @Override
        public void bytes(ByteBuffer more) {
            byte[] copy = new byte[more.remaining()];
            more.get(copy);
            bytes.writeBytes(copy);
        }

        @Override
        public void end() {
            ends.add(bytes.size());
        }
    }

    private final Recorded recorded = new Recorded();
    private final FrameScanner scanner = new FrameScanner(HEADER, recorded);

    @Property(tries = 300)
    void shouldFindEachFrameWhenBytesAreCutAnywhere(
            @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 300) Integer> bodies,
            @ForAll @IntRange(min = 1, max = 50) int largestCut,
            @ForAll long seed) {
        Recorded seen = new Recorded();
        FrameScanner cut = new FrameScanner(HEADER, seen);
        byte[] stream = stream(bodies);

        feed(cut, stream, largestCut, new Random(seed));

        assertThat(seen.headers).hasSize(bodies.size()).allMatch(header -> header < bodies.size());
        assertThat(seen.bytes.toByteArray()).isEqualTo(stream);
        assertThat(seen.ends).isEqualTo(ends(bodies));
        assertThat(cut.isBetweenFrames()).isTrue();
    }

    @Property(tries = 300)
    void shouldPassEverythingWhenItIsNotKafka(
            @ForAll byte[] stream, @ForAll @IntRange(min = 1, max = 50) int largestCut, @ForAll long seed) {
        Recorded seen = new Recorded();
        FrameScanner cut = new FrameScanner(HEADER, seen);

        feed(cut, stream, largestCut, new Random(seed));
        cut.endInput();

        assertThat(seen.bytes.toByteArray()).isEqualTo(stream);
    }

    @Test
    void shouldHoldBackOnlyTheHeaderWhenItIsIncomplete() {
        scanner.scan(ByteBuffer.wrap(stream(List.of(5)), 0, 11));

        assertThat(recorded.bytes.size()).isZero();
        assertThat(scanner.isBetweenFrames()).isFalse();
        scanner.endInput();
        assertThat(recorded.bytes.size()).isEqualTo(11);
    }

    @Test
    void shouldGiveUpWhenLengthIsImpossible() {
        scanner.scan(ByteBuffer.wrap("GET / HTTP/1.1".getBytes(US_ASCII)));

        assertThat(scanner.isForeign()).isTrue();
        assertThat(recorded.headers).isEmpty();
        assertThat(recorded.bytes.size()).isEqualTo(14);
    }

    @Test
    void shouldGiveUpWhenItIsTls() {
        scanner.scan(ByteBuffer.wrap(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc, 3, 3, 0}));

        assertThat(scanner.isForeign()).isTrue();
    }

    @Test
    void shouldGiveUpWhenHeaderIsRefused() {
        recorded.refuses = true;

        scanner.scan(ByteBuffer.wrap(stream(List.of(5, 5))));

        assertThat(scanner.isForeign()).isTrue();
        assertThat(recorded.headers).hasSize(1);
        assertThat(recorded.ends).isEmpty();
        assertThat(recorded.bytes.toByteArray()).isEqualTo(stream(List.of(5, 5)));
    }

    private static byte[] stream(List<Integer> bodies) {
        ByteBuffer all = ByteBuffer.allocate(
                bodies.stream().mapToInt(body -> 4 + HEADER + body).sum());
        for (int i = 0; i < bodies.size(); i++) {
            int body = bodies.get(i);
            all.putInt(HEADER + body).putLong(i);
            for (int b = 0; b < body; b++) {
                all.put((byte) b);
            }
        }
        return all.array();
    }

    private static List<Integer> ends(List<Integer> bodies) {
        List<Integer> ends = new ArrayList<>();
        int at = 0;
        for (int body : bodies) {
            at += 4 + HEADER + body;
            ends.add(at);
        }
        return ends;
    }

    private static void feed(FrameScanner scanner, byte[] stream, int largestCut, Random random) {
        for (int at = 0; at < stream.length; ) {
            int n = Math.min(stream.length - at, 1 + random.nextInt(largestCut));
            scanner.scan(ByteBuffer.wrap(stream, at, n));
            at += n;
        }
    }
}
