package com.bhf.kafka.lab.basic;

import static com.bhf.kafka.lab.basic.Comparison.Variant.DEFAULT;
import static com.bhf.kafka.lab.basic.Comparison.Variant.OPTIMIZED;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.basic.Comparison.Measured;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The verdict is what was measured, in any locale. */
class ComparisonTableTest {

    @Test
    void shouldSayWhichIsFasterWhenTheTimesDiffer() {
        String said = print(1_000, 6_000, 90, 60);

        assertThat(said)
                .contains("awaited one by one: optimized is 6.0 times slower than default")
                .contains("not awaited:        optimized is 1.5 times faster than default")
                .containsPattern("awaited one by one, optimized +6000 +167 +1\\.0");
    }

    @Test
    void shouldSayThatItIsTheSameWhenTheTimesHardlyDiffer() {
        assertThat(print(1_000, 1_050, 60, 58))
                .containsSubsequence("as fast as default", "as fast as default")
                .doesNotContain("times slower", "times faster");
    }

    private static String print(long awaitedDefault, long awaitedOptimized, long freeDefault, long freeOptimized) {
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        ComparisonTable.print(
                new Screen(writer, writer, false),
                1_000,
                List.of(
                        new Measured(DEFAULT, true, Duration.ofMillis(awaitedDefault), 1),
                        new Measured(OPTIMIZED, true, Duration.ofMillis(awaitedOptimized), 1),
                        new Measured(DEFAULT, false, Duration.ofMillis(freeDefault), 40),
                        new Measured(OPTIMIZED, false, Duration.ofMillis(freeOptimized), 160)));
        return out.toString();
    }
}
