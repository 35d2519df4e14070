package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SpreadTest {

    @Property(tries = 200)
    void shouldHaveAsManyValuesBelowTheMedianAsAbove(
            @ForAll @Size(min = 1, max = 11) List<@DoubleRange(min = 0.1, max = 1e6) Double> values) {
        Spread spread = Spread.of(values);

        long below = values.stream().filter(value -> value < spread.median()).count();
        long above = values.stream().filter(value -> value > spread.median()).count();
        assertThat(below).isLessThanOrEqualTo(values.size() / 2);
        assertThat(above).isLessThanOrEqualTo(values.size() / 2);
        assertThat(values).allMatch(value -> value >= spread.min() && value <= spread.max());
    }

    @Test
    void shouldTakeTheMiddleOfTwoWhenThereIsNoMiddleOne() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4, 4));
        assertThatThrownBy(() -> Spread.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Property(tries = 30)
    void shouldTellPercentilesWithinOneStep(
            @ForAll @Size(min = 1, max = 200) List<@LongRange(min = 0, max = 9_000_000_000L) Long> nanos) {
        LatencyCounts counts = new LatencyCounts();
        nanos.forEach(counts::add);

        List<Long> sorted = nanos.stream().sorted().toList();
        double exact = sorted.get((int) Math.ceil(0.99 * sorted.size()) - 1) / 1e6;
        assertThat(counts.millis(0.99)).isBetween(exact, exact + 0.011);
    }
}
