package com.bhf.kafka.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcFilesTest {

    @Test
    void shouldReadCpuTimesWhenTheNameOfTheProcessHasSpaces() {
        String stat = "42 (a (strange) name) S 1 42 42 0 -1 4194560 100 0 0 0 1200 300 50 25 20 0 9 0 100 1000 10";

        assertThat(ProcFiles.cpuSeconds(stat, 2)).isEqualTo(15);
        assertThat(ProcFiles.cpuSeconds(stat, 4)).isEqualTo(15.75);
    }

    @Test
    void shouldCountEveryoneAsBusyButIdleAndWaiting() {
        assertThat(ProcFiles.busySeconds("cpu  100 200 300 9999 8888 1 2 3 50 60\ncpu0 1 2 3"))
                .isEqualTo(6.06);
    }
}
