package com.bhf.kafka.api;

import static com.bhf.kafka.lab.history.ViolationKind.DUPLICATE;
import static com.bhf.kafka.lab.history.ViolationKind.FORGOTTEN;
import static com.bhf.kafka.lab.history.ViolationKind.FORGOTTEN_BY_KILL;
import static com.bhf.kafka.lab.history.ViolationKind.STUCK;
import static org.assertj.core.api.Assertions.assertThat;

import com.bhf.kafka.lab.crash.CrashTest;
import com.bhf.kafka.lab.crash.CrashTestMain;
import com.bhf.kafka.lab.history.Report;
import com.bhf.kafka.lab.history.ViolationKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The crash test finds what is broken when the service lacks one of the things that make it truthful. */
@Tag("crash")
class CrashTestArmsTest {

    private static Report run(String arm, String... options) {
        List<String> all = new ArrayList<>(Arrays.asList(options));
        all.addAll(List.of(
                "--class-path",
                System.getProperty("java.class.path"),
                "--main",
                Application.class.getName(),
                "--jvm-arg=-D" + ControlArms.PROPERTY + "=" + arm,
                "--settle",
                "2",
                "--final-within",
                "12"));
        Report report = CrashTest.run(CrashTestMain.options(all.toArray(String[]::new)));
        System.out.println("measured: control arm " + arm + ": " + report.violations());
        return report;
    }

    private static void assertFound(Report report, ViolationKind... kinds) {
        assertThat(report.counts().accepted()).isPositive();
        assertThat(Arrays.stream(kinds).mapToLong(report::of).sum())
                .as("found of " + Arrays.toString(kinds))
                .isPositive();
    }

    @Test
    void shouldSeeStuckSendsWhenNothingIsRecovered() {
        assertFound(run(ControlArms.NoRecovery.NAME, "--faults", "kill-api", "--rounds", "2", "--rate", "1500"), STUCK);
    }

    @Test
    void shouldSeeForgottenSendsWhenH2WritesLate() {
        Report report = run(ControlArms.WriteDelay.NAME, "--faults", "kill-api", "--rounds", "2", "--rate", "500");

        assertFound(report, FORGOTTEN, FORGOTTEN_BY_KILL);
    }

    @Test
    void shouldSeeDuplicatesWhenAPlainProducerRetries() {
        assertFound(run(ControlArms.PlainResend.NAME, "--faults", "lost-acks", "--rounds", "2"), DUPLICATE);
    }
}
