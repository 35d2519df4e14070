package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class WrkOutputTest {

    private static final String LINE = "RESULT requests=1000 micros=2000000 status=0 connect=0 read=0 write=0 timeout=0"
            + " p50=1500 p99=9000 p999=20000 max=30000";

    @Test
    void shouldTellRateAndLatencyWhenAllWasAnswered() {
        LoadResult result = parsed(LINE).result(1, 64);

        assertThat(result.requestsPerSecond()).isEqualTo(500);
        assertThat(result.latency()).isEqualTo(new Latency(1.5, 9, 20, 30));
        assertThat(result.open()).isEqualTo(64);
    }

    @Test
    void shouldCountRecordsWhenARequestHasMany() {
        LoadResult result = parsed(LINE).result(100, 64);

        assertThat(result.records()).isEqualTo(100_000);
        assertThat(result.recordsPerSecond()).isEqualTo(50_000);
    }

    @Test
    void shouldCountAcceptedSendsOnlyWhenTheScriptCountsThem() {
        LoadResult result = parsed(LINE + " accepted=300 final=290 polls=700").result(1, 64);

        assertThat(result.records()).isEqualTo(300);
    }

    @Property(tries = 50)
    void shouldNotCountWhatWasRefusedAsDone(
            @ForAll @IntRange(min = 1, max = 1_000_000) int requests, @ForAll @LongRange(min = 0, max = 1) long share) {
        long refused = requests * share;
        LoadResult result = parsed(LINE.replace("requests=1000", "requests=" + requests)
                        .replace("status=0", "status=" + refused)
                        .replace("timeout=0", "timeout=3"))
                .result(1, 8);

        assertThat(result.requests() + result.refused()).isEqualTo(requests);
        assertThat(result.broken()).isEqualTo(3);
    }

    @Test
    void shouldSayWhatIsMissingWhenTheLineIsNotWhole() {
        assertThatThrownBy(() -> WrkOutput.parse(List.of("unable to connect")))
                .hasMessageContaining("unable to connect");
        assertThatThrownBy(() -> parsed("RESULT requests=1 micros").result(1, 1))
                .hasMessageContaining("micros");
        assertThatThrownBy(() -> parsed("RESULT requests=1").result(1, 1)).hasMessageContaining("status");
    }

    private static WrkOutput parsed(String line) {
        return WrkOutput.parse(List.of("Running 2s test", line));
    }
}
