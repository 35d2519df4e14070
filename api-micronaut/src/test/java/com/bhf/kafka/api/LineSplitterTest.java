package com.bhf.kafka.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.api.Envelope.Bytes;
import com.bhf.kafka.api.LineSplitter.Line;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** However a stream is cut into chunks, its lines are the same. */
class LineSplitterTest {
    private static final int LONGEST = 20;

    private final ByteBudget budget = new ByteBudget(100_000);

    @Provide
    Arbitrary<String> streams() {
        return Arbitraries.strings().withChars("ab{}\n\r \té漢").ofMaxLength(200);
    }

    @Provide
    Arbitrary<List<Integer>> cuts() {
        return Arbitraries.integers().between(1, 30).list().ofMinSize(1).ofMaxSize(30);
    }

    @Property(tries = 500)
    void shouldGiveTheSameLinesWhenTheChunksAreAnyOnes(
            @ForAll("streams") String text, @ForAll("cuts") List<Integer> cuts) {
        byte[] bytes = text.getBytes(UTF_8);
        List<byte[]> chunks = new ArrayList<>();
        int from = 0;
        for (int i = 0; from < bytes.length; i++) {
            int to = Math.min(bytes.length, from + cuts.get(i % cuts.size()));
            chunks.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }

        // Then
        assertThat(lines(chunks)).isEqualTo(expected(text));
        assertThat(budget.taken()).isZero();
    }

    private static List<String> expected(String text) {
        return Arrays.stream(text.split("\n"))
                .filter(line -> line.getBytes(UTF_8).length > LONGEST || !line.matches("[ \t\r]*"))
                .map(line -> line.getBytes(UTF_8).length > LONGEST ? "TooLargeException" : line)
                .toList();
    }

    private List<String> lines(List<byte[]> chunks) {
        LineSplitter splitter = new LineSplitter(LONGEST, budget);
        List<String> lines = new ArrayList<>();
        for (byte[] chunk : chunks) {
            splitter.add(chunk);
            drain(splitter, lines);
        }
        splitter.end();
        drain(splitter, lines);
        return lines;
    }

    private static void drain(LineSplitter splitter, List<String> lines) {
        for (Line line = splitter.next(); line != null; line = splitter.next()) {
            Bytes bytes = line.bytes();
            lines.add(
                    line.refusal() != null
                            ? line.refusal().getClass().getSimpleName()
                            : new String(bytes.array(), bytes.from(), bytes.length(), UTF_8));
        }
    }

    @Test
    void shouldRefuseTheLineWhenThereIsNoMemoryForIt() {
        // Given
        LineSplitter splitter = new LineSplitter(10_000_000, budget);
        List<String> lines = new ArrayList<>();

        // When 300 kB of a line come, then its end and another line
        for (int i = 0; i < 300; i++) {
            splitter.add(new byte[1_000]);
            drain(splitter, lines);
            assertThat(budget.taken()).isLessThanOrEqualTo(100_000);
        }
        splitter.add("\nb\n".getBytes(UTF_8));
        drain(splitter, lines);

        // Then
        assertThat(lines).containsExactly("NoRoomException", "b");
        assertThat(budget.taken()).isZero();
    }

    @Test
    void shouldHoldNothingWhenItIsClosed() {
        // Given
        LineSplitter splitter = new LineSplitter(10_000_000, budget);
        splitter.add(new byte[90_000]);
        drain(splitter, new ArrayList<>());
        assertThat(budget.taken()).isPositive();

        // When
        splitter.close();

        // Then
        assertThat(budget.taken()).isZero();
        assertThat(splitter.next()).isNull();
    }
}
