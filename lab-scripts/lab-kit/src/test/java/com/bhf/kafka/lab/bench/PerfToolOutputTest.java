package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class PerfToolOutputTest {

    private static final String ALL = "500000 records sent, 120000.5 records/sec (22.89 MB/sec), 12.30 ms avg latency,"
            + " 200.00 ms max latency, 5 ms 50th, 20 ms 95th, 30 ms 99th, 40 ms 99.9th.";
    private static final String STEADY = "400000 steady state records sent, 186000.0 records/sec (35.48 MB/sec),"
            + " 8.10 ms avg latency, 90.00 ms max latency, 4 ms 50th, 15 ms 95th, 25 ms 99th, 35 ms 99.9th.";

    @Test
    void shouldTakeTheSteadyStateWhenThereWasAWarmUp() {
        LoadResult result = PerfToolOutput.parse(List.of("WARN something", ALL, STEADY), 500_000);

        assertThat(result.recordsPerSecond()).isCloseTo(186_000, Offset.offset(0.1));
        assertThat(result.records()).isEqualTo(500_000);
        assertThat(result.latency()).isEqualTo(new Latency(4, 25, 35, 90));
    }

    @Test
    void shouldTakeTheSummaryWhenThereWasNoWarmUp() {
        assertThat(PerfToolOutput.parse(List.of(ALL), 500_000).recordsPerSecond())
                .isCloseTo(120_000.5, Offset.offset(0.1));
    }

    @Test
    void shouldFailWhenThereIsNoSummary() {
        String progress = "100 records sent, 20.0 records/sec (0.00 MB/sec), 7.0 ms avg latency, 9.0 ms max latency.";

        assertThatThrownBy(() -> PerfToolOutput.parse(List.of(progress), 100)).isInstanceOf(BenchException.class);
    }
}
