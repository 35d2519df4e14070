package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class LineResultsTest {

    @Property(tries = 50)
    void shouldCountWrittenAndRefusedWhereverTheChunksEnd(
            @ForAll @IntRange(min = 0, max = 200) int lines, @ForAll long seed) {
        Random random = new Random(seed);
        LineResults results = new LineResults(50, new LatencyCounts());
        StringBuilder answer = new StringBuilder();
        int refused = 0;
        for (int id = 0; id < lines; id++) {
            boolean bad = random.nextInt(5) == 0;
            refused += bad ? 1 : 0;
            answer.append("{\"id\":")
                    .append(id)
                    .append(
                            bad
                                    ? ",\"type\":\"urn:x\",\"status\":503}\n"
                                    : ",\"status\":\"OK\",\"state\":\"OK\",\"key\":\"a,\\\"type\\\":b\"}\n");
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);

        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(1 + random.nextInt(100), bytes.length - at);
            results.add(Arrays.copyOfRange(bytes, at, at + length), length, System.nanoTime());
            at += length;
        }

        assertThat(results.written()).isEqualTo(lines - refused);
        assertThat(results.refused()).isEqualTo(refused);
    }
}
