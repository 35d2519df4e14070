package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class TruthTest {

    private static LoadResult load(long records, long refused, long broken, long open) {
        return new LoadResult(records, records, 1, refused, broken, open, null);
    }

    @Property(tries = 100)
    void shouldBelieveWhenTheTopicHasWhatWasAcknowledgedAndAtMostWhatWasOpen(
            @ForAll @LongRange(min = 1, max = 1_000_000) long records,
            @ForAll @LongRange(min = 0, max = 64) long late) {
        assertThat(Truth.problem(load(records, 0, 0, 64), records + late)).isEmpty();
    }

    @Property(tries = 100)
    void shouldNotBelieveWhenRecordsAreMissing(
            @ForAll @LongRange(min = 1, max = 1_000_000) long records,
            @ForAll @LongRange(min = 1, max = 1_000_000) long missing) {
        assertThat(Truth.problem(load(records, 0, 0, 64), records - missing)).isPresent();
    }

    @Test
    void shouldNotBelieveWhenThereAreMoreRecordsThanWereSent() {
        assertThat(Truth.problem(load(1_000, 0, 0, 64), 1_065))
                .hasValueSatisfying(problem -> assertThat(problem).contains("1065"));
    }

    @Test
    void shouldNotBelieveWhenAnswersWereBadOrMissing() {
        assertThat(Truth.problem(load(1_000, 1, 0, 64), 1_000)).isPresent();
        assertThat(Truth.problem(load(1_000, 0, 1, 64), 1_000)).isPresent();
        assertThat(Truth.problem(load(0, 0, 0, 64), 0)).isPresent();
    }
}
